using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>Sender report (RFC 3550 §6.4.1): ties a stream's RTP timestamps to a wall clock, for lip sync.</summary>
/// <remarks><code>
/// |V=2|P|    RC   |   PT=SR=200   |             length            |
/// |                         SSRC of sender                        |
/// |              NTP timestamp, most significant word             |
/// |             NTP timestamp, least significant word             |
/// |                         RTP timestamp                         |
/// |                     sender's packet count                     |
/// |                      sender's octet count                     |
/// |                      RC report blocks ...                     |
/// </code></remarks>
public readonly record struct SenderReport(uint Ssrc, ulong NtpTimestamp, uint RtpTimestamp, uint PacketCount, uint OctetCount)
{
    /// <summary>Without report blocks.</summary>
    public const int Length = 28;

    private const int NtpOffset = 8;
    private const int RtpTimestampOffset = 16;
    private const int PacketCountOffset = 20;
    private const int OctetCountOffset = 24;

    public static bool TryRead(scoped in RtcpPacketReader packet, out SenderReport report, out ReportBlockReader blocks)
    {
        report = default;
        blocks = default;
        var blocksLength = packet.Count * ReportBlock.Length;
        var body = packet.Body;
        if (packet.Type != RtcpPacketType.SenderReport || body.Length < Length - RtcpHeader.Length + blocksLength)
            return false;

        var bytes = packet.Packet;
        report = new SenderReport(
            BinaryPrimitives.ReadUInt32BigEndian(bytes[RtcpHeader.SenderSsrcOffset..]),
            BinaryPrimitives.ReadUInt64BigEndian(bytes[NtpOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[RtpTimestampOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[PacketCountOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(bytes[OctetCountOffset..]));
        blocks = new ReportBlockReader(bytes.Slice(Length, blocksLength));
        return true;
    }

    /// <summary>Returns the length: <see cref="Length"/> plus <see cref="ReportBlock.Length"/> for each block (31 at most).</summary>
    public int Write(Span<byte> destination, ReadOnlySpan<ReportBlock> blocks = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, RtcpHeader.CountMask);
        var length = Length + blocks.Length * ReportBlock.Length;
        RtcpHeader.Write(destination, blocks.Length, RtcpPacketType.SenderReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtcpHeader.SenderSsrcOffset..], Ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(destination[NtpOffset..], NtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtpTimestampOffset..], RtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[PacketCountOffset..], PacketCount);
        BinaryPrimitives.WriteUInt32BigEndian(destination[OctetCountOffset..], OctetCount);
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Write(destination[(Length + i * ReportBlock.Length)..]);
        return length;
    }
}
