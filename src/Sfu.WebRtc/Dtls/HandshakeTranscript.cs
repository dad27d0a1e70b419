using System.Security.Cryptography;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// All handshake messages of one attempt as they count for hashes and signatures: each with a header as if it had come in
/// one piece (RFC 6347 §4.2.6). Kept as bytes, because a peer may sign them with another hash than ours, and because a
/// flight that turns out forged has to come off again. Bounded by the few messages a handshake has, 16 KiB each.
/// </summary>
internal sealed class HandshakeTranscript
{
    private byte[] _bytes = new byte[2048];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Appends a message and returns it with its header; valid until the next call.</summary>
    public ReadOnlySpan<byte> Append(HandshakeType type, ushort messageSequence, ReadOnlySpan<byte> body)
    {
        var needed = Length + HandshakeHeader.Length + body.Length;
        if (needed > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(needed, _bytes.Length * 2));

        var message = _bytes.AsSpan(Length..needed);
        HandshakeHeader.Write(message, type, body.Length, messageSequence, 0, body.Length);
        body.CopyTo(message[HandshakeHeader.Length..]);
        Length = needed;
        return message;
    }

    public void Truncate(int length) => Length = length;

    public void Hash(Span<byte> destination) => SHA256.HashData(Bytes, destination);
}
