using System.Buffers.Binary;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// The AES-GCM nonce of a record (RFC 5288 §3): 4 secret bytes, then 8 bytes that travel in front of the ciphertext.
/// Ours are epoch and sequence number, so a nonce cannot come twice under one key.
/// </summary>
internal static class DtlsNonce
{
    public const int SaltLength = 4;
    public const int ExplicitLength = 8;
    public const int Length = SaltLength + ExplicitLength;

    public static void WriteExplicit(Span<byte> destination, ushort epoch, ulong sequenceNumber) =>
        BinaryPrimitives.WriteUInt64BigEndian(destination, (ulong)epoch << 48 | sequenceNumber);
}
