using System.Buffers.Binary;

namespace Sfu.Wire.Dtls;

/// <summary>Writes what <see cref="DtlsRecordReader"/> reads, and the 13 bytes that AEAD authenticates instead.</summary>
public static class DtlsRecordHeader
{
    public const int Length = DtlsRecordReader.HeaderLength;

    /// <summary>The last sequence number of an epoch (RFC 6347 §4.1).</summary>
    public const ulong LastSequenceNumber = (1UL << 48) - 1;

    public static void Write(Span<byte> destination, DtlsContentType type, ushort epoch, ulong sequenceNumber, int length)
    {
        destination[0] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], TlsParameters.Dtls12);
        BinaryPrimitives.WriteUInt64BigEndian(destination[3..], (ulong)epoch << 48 | sequenceNumber);
        BinaryPrimitives.WriteUInt16BigEndian(destination[11..], (ushort)length);
    }

    /// <summary>The additional data of an AEAD record (RFC 5246 §6.2.3.3): epoch and sequence number, type, version, plaintext length.</summary>
    public static void WriteAdditionalData(Span<byte> destination, DtlsContentType type, ushort epoch, ulong sequenceNumber, int plaintextLength)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, (ulong)epoch << 48 | sequenceNumber);
        destination[8] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(destination[9..], TlsParameters.Dtls12);
        BinaryPrimitives.WriteUInt16BigEndian(destination[11..], (ushort)plaintextLength);
    }
}
