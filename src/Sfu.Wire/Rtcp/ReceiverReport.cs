using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>Receiver report (RFC 3550 §6.4.2): the reporter's SSRC and report blocks.</summary>
/// <remarks><code>
/// |V=2|P|    RC   |   PT=RR=201   |             length            |
/// |                     SSRC of packet sender                     |
/// |                      RC report blocks ...                     |
/// </code></remarks>
public static class ReceiverReport
{
    /// <summary>Without report blocks.</summary>
    public const int Length = 8;

    public static bool TryRead(scoped in RtcpPacketReader packet, out uint senderSsrc, out ReportBlockReader blocks)
    {
        senderSsrc = 0;
        blocks = default;
        var blocksLength = packet.Count * ReportBlock.Length;
        if (packet.Type != RtcpPacketType.ReceiverReport || packet.Body.Length < Length - RtcpHeader.Length + blocksLength)
            return false;

        senderSsrc = packet.SenderSsrc;
        blocks = new ReportBlockReader(packet.Packet.Slice(Length, blocksLength));
        return true;
    }

    /// <summary>Returns the length: <see cref="Length"/> plus <see cref="ReportBlock.Length"/> for each block (31 at most).</summary>
    public static int Write(Span<byte> destination, uint senderSsrc, ReadOnlySpan<ReportBlock> blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, RtcpHeader.CountMask);
        var length = Length + blocks.Length * ReportBlock.Length;
        RtcpHeader.Write(destination, blocks.Length, RtcpPacketType.ReceiverReport, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtcpHeader.SenderSsrcOffset..], senderSsrc);
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Write(destination[(Length + i * ReportBlock.Length)..]);
        return length;
    }
}
