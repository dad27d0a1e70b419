using Sfu.WebRtc.Crypto;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Protects the records we send in epoch 1 (AES-128-GCM, RFC 5288, RFC 6347 §4.1.2). Owns the sequence number: it only
/// rises, and nothing more is sealed once it is used up. Owned by one handshake; not thread-safe.
/// </summary>
internal sealed class DtlsRecordSealer : IDisposable
{
    /// <summary>The epoch after the first and only ChangeCipherSpec.</summary>
    public const ushort Epoch = 1;

    /// <summary>What sealing adds to a plaintext, record header included.</summary>
    public const int Overhead = DtlsRecordHeader.Length + DtlsNonce.ExplicitLength + AesGcm128.TagLength;

    private readonly AesGcm128 _cipher;
    private readonly byte[] _salt;
    private ulong _nextSequenceNumber;

    public DtlsRecordSealer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ulong firstSequenceNumber = 0)
    {
        _cipher = new AesGcm128(key);
        _salt = salt.ToArray();
        _nextSequenceNumber = firstSequenceNumber;
    }

    /// <summary>Writes one record; false only when the sequence numbers are used up.</summary>
    public bool TrySeal(DtlsContentType type, ReadOnlySpan<byte> plaintext, Span<byte> destination, out int length)
    {
        length = 0;
        if (_nextSequenceNumber > DtlsRecordHeader.LastSequenceNumber)
            return false;

        var sequenceNumber = _nextSequenceNumber++;
        length = Overhead + plaintext.Length;
        DtlsRecordHeader.Write(destination, type, Epoch, sequenceNumber, length - DtlsRecordHeader.Length);
        var body = destination[DtlsRecordHeader.Length..length];
        DtlsNonce.WriteExplicit(body, Epoch, sequenceNumber);

        Span<byte> nonce = stackalloc byte[DtlsNonce.Length];
        _salt.CopyTo(nonce);
        body[..DtlsNonce.ExplicitLength].CopyTo(nonce[DtlsNonce.SaltLength..]);
        Span<byte> additionalData = stackalloc byte[DtlsRecordHeader.Length];
        DtlsRecordHeader.WriteAdditionalData(additionalData, type, Epoch, sequenceNumber, plaintext.Length);

        var data = body.Slice(DtlsNonce.ExplicitLength, plaintext.Length);
        plaintext.CopyTo(data);
        _cipher.Encrypt(nonce, additionalData, data, body[^AesGcm128.TagLength..]);
        return true;
    }

    public void Dispose() => _cipher.Dispose();
}
