using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>RTCP packet types (RFC 3550 §12.1, RFC 4585 §6.1, RFC 3611 §2); any other value may occur too.</summary>
public enum RtcpPacketType : byte
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Goodbye = 203,
    ApplicationDefined = 204,
    TransportFeedback = 205,
    PayloadFeedback = 206,
    ExtendedReport = 207,
}

/// <summary>
/// The four bytes that start every RTCP packet (RFC 3550 §6.4.1), and the eight that follow in feedback packets (RFC 4585 §6.1).
/// </summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P| RC/FMT  |      PT       |   length in words, minus one  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     SSRC of packet sender                     |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |              SSRC of media source (feedback only)             |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code></remarks>
public static class RtcpHeader
{
    public const int Version = 2;
    public const int Length = 4;

    /// <summary>Header, sender SSRC and media SSRC.</summary>
    public const int FeedbackLength = 12;

    public const int FlagsOffset = 0;
    public const int PacketTypeOffset = 1;
    public const int LengthOffset = 2;
    public const int SenderSsrcOffset = 4;
    public const int MediaSsrcOffset = 8;

    public const int VersionShift = 6;
    public const byte PaddingFlag = 0x20;
    public const byte CountMask = 0x1F;
    public const int WordLength = 4;

    /// <summary>FMT of <see cref="RtcpPacketType.TransportFeedback"/>: generic NACK (RFC 4585 §6.2.1).</summary>
    public const byte NackFormat = 1;

    /// <summary>FMT of <see cref="RtcpPacketType.TransportFeedback"/>: transport-wide congestion control (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1).</summary>
    public const byte TransportWideFormat = 15;

    /// <summary>FMT of <see cref="RtcpPacketType.PayloadFeedback"/>: picture loss indication (RFC 4585 §6.3.1).</summary>
    public const byte PictureLossFormat = 1;

    /// <summary>FMT of <see cref="RtcpPacketType.PayloadFeedback"/>: full intra request (RFC 5104 §4.3.1).</summary>
    public const byte FullIntraFormat = 4;

    /// <summary>FMT of <see cref="RtcpPacketType.PayloadFeedback"/>: application layer feedback (RFC 4585 §6.4), which carries REMB.</summary>
    public const byte ApplicationFormat = 15;

    /// <param name="countOrFormat">RC, SC or FMT, 0 to 31.</param>
    /// <param name="length">The whole packet, a multiple of four bytes.</param>
    internal static void Write(Span<byte> packet, int countOrFormat, RtcpPacketType type, int length)
    {
        packet[FlagsOffset] = (byte)(Version << VersionShift | (countOrFormat & CountMask));
        packet[PacketTypeOffset] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[LengthOffset..], (ushort)(length / WordLength - 1));
    }

    internal static void WriteFeedback(Span<byte> packet, byte format, RtcpPacketType type, int length, uint senderSsrc, uint mediaSsrc)
    {
        Write(packet, format, type, length);
        BinaryPrimitives.WriteUInt32BigEndian(packet[SenderSsrcOffset..], senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(packet[MediaSsrcOffset..], mediaSsrc);
    }
}
