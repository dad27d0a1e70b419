using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>What a receiver says about one stream (RFC 3550 §6.4.1).</summary>
/// <remarks><code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                             SSRC                              |
/// | fraction lost |       cumulative number of packets lost       |
/// |           extended highest sequence number received           |
/// |                      interarrival jitter                      |
/// |                         last SR (LSR)                         |
/// |                   delay since last SR (DLSR)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code></remarks>
/// <param name="FractionLost">Of 256, since the last report.</param>
/// <param name="CumulativeLost">24 bits, signed: duplicates make it negative.</param>
/// <param name="Jitter">In timestamp units.</param>
/// <param name="LastSenderReport">Compact NTP time of the last SR (<see cref="NtpTime.ToCompact"/>); 0 before the first.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s.</param>
public readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint ExtendedHighestSequenceNumber,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    public const int Length = 24;
    public const int MaxCumulativeLost = 0x7F_FFFF;
    public const int MinCumulativeLost = -0x80_0000;

    private const int LossOffset = 4;
    private const int HighestSequenceNumberOffset = 8;
    private const int JitterOffset = 12;
    private const int LastSenderReportOffset = 16;
    private const int DelayOffset = 20;
    private const int FractionShift = 24;
    private const uint CumulativeMask = 0xFF_FFFF;

    internal static ReportBlock Read(ReadOnlySpan<byte> block)
    {
        var loss = BinaryPrimitives.ReadUInt32BigEndian(block[LossOffset..]);
        return new ReportBlock(
            BinaryPrimitives.ReadUInt32BigEndian(block),
            (byte)(loss >> FractionShift),
            (int)(loss << 8) >> 8,
            BinaryPrimitives.ReadUInt32BigEndian(block[HighestSequenceNumberOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[JitterOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[LastSenderReportOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(block[DelayOffset..]));
    }

    internal void Write(Span<byte> block)
    {
        BinaryPrimitives.WriteUInt32BigEndian(block, Ssrc);
        var cumulative = (uint)Math.Clamp(CumulativeLost, MinCumulativeLost, MaxCumulativeLost) & CumulativeMask;
        BinaryPrimitives.WriteUInt32BigEndian(block[LossOffset..], (uint)FractionLost << FractionShift | cumulative);
        BinaryPrimitives.WriteUInt32BigEndian(block[HighestSequenceNumberOffset..], ExtendedHighestSequenceNumber);
        BinaryPrimitives.WriteUInt32BigEndian(block[JitterOffset..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(block[LastSenderReportOffset..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(block[DelayOffset..], DelaySinceLastSenderReport);
    }
}

/// <summary>Walks the report blocks of a sender or receiver report, whose lengths are already checked.</summary>
public ref struct ReportBlockReader
{
    private ReadOnlySpan<byte> _blocks;

    internal ReportBlockReader(ReadOnlySpan<byte> blocks) => _blocks = blocks;

    public bool TryReadNext(out ReportBlock block)
    {
        block = default;
        if (_blocks.Length < ReportBlock.Length)
            return false;
        block = ReportBlock.Read(_blocks);
        _blocks = _blocks[ReportBlock.Length..];
        return true;
    }
}
