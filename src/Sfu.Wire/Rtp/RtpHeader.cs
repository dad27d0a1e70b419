using System.Buffers.Binary;

namespace Sfu.Wire.Rtp;

/// <summary>
/// Where the fields of an RTP header are (RFC 3550 §5.1), for those who read or patch single fields in place.
/// </summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|X|  CC   |M|     PT      |       sequence number         |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                           timestamp                           |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// +=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+=+
/// |                     0 to 15 CSRC identifiers                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |  extension profile (if X)     |  length in 32-bit words       |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                      extension data ...                       |
/// </code></remarks>
public static class RtpHeader
{
    public const int Version = 2;
    public const int FixedLength = 12;

    public const int FlagsOffset = 0;
    public const int MarkerAndPayloadTypeOffset = 1;
    public const int SequenceNumberOffset = 2;
    public const int TimestampOffset = 4;
    public const int SsrcOffset = 8;
    public const int CsrcOffset = 12;
    public const int CsrcLength = 4;

    public const int VersionShift = 6;
    public const byte PaddingFlag = 0x20;
    public const byte ExtensionFlag = 0x10;
    public const byte CsrcCountMask = 0x0F;
    public const byte MarkerFlag = 0x80;
    public const byte PayloadTypeMask = 0x7F;

    /// <summary>Profile and length word in front of the extension data.</summary>
    public const int ExtensionPreambleLength = 4;

    /// <summary>RFC 8285 §4.2: elements with a one-byte header (ids 1 to 14, 1 to 16 bytes).</summary>
    public const ushort OneByteProfile = 0xBEDE;

    /// <summary>RFC 8285 §4.3: elements with a two-byte header (ids 1 to 255, 0 to 255 bytes); the low four bits are the application's.</summary>
    public const ushort TwoByteProfile = 0x1000;
    public const ushort TwoByteProfileMask = 0xFFF0;

    /// <summary>
    /// Length of header, CSRCs and extension, bytes: all that can be known of a packet whose payload (and with it its padding) is still encrypted.
    /// False: not RTP version 2, or a part of the header would lie outside the packet.
    /// </summary>
    public static bool TryReadLength(ReadOnlySpan<byte> packet, out int headerLength) =>
        TryReadLength(packet, out headerLength, out _);

    internal static bool TryReadLength(ReadOnlySpan<byte> packet, out int headerLength, out int extensionLength)
    {
        headerLength = 0;
        extensionLength = 0;
        if (packet.Length < FixedLength)
            return false;

        var flags = packet[FlagsOffset];
        if (flags >> VersionShift != Version)
            return false;

        headerLength = FixedLength + (flags & CsrcCountMask) * CsrcLength;
        if ((flags & ExtensionFlag) != 0)
        {
            headerLength += ExtensionPreambleLength;
            if (packet.Length < headerLength)
                return false;
            extensionLength = BinaryPrimitives.ReadUInt16BigEndian(packet[(headerLength - sizeof(ushort))..]) * sizeof(uint);
            // A length that no datagram can hold is refused here, so that readers may keep it in 16 bits.
            if (extensionLength > ushort.MaxValue)
                return false;
            headerLength += extensionLength;
        }

        return packet.Length >= headerLength;
    }
}
