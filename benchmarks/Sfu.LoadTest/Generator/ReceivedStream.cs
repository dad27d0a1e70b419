using Sfu.Client.Media;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;

namespace Sfu.LoadTest.Generator;

/// <summary>One SSRC as it arrives: what a receiver reports about it and asks for again. Owned by the loop.</summary>
internal sealed class ReceivedStream(uint ssrc)
{
    private const long UnrepairableUs = 500 * MonotonicTime.Millisecond;

    private readonly LossTracker _losses = new();
    private long _first;
    private long _highest = -1;
    private long _packets;
    private long _missing;
    private long _reportedExpected;
    private long _reportedPackets;
    private uint _lastSenderReport;
    private long _lastSenderReportUs;

    public uint Ssrc => ssrc;

    /// <summary>The peer retransmits it, so gaps are worth asking for.</summary>
    public bool IsRepairable { get; init; }

    public bool HasGaps => _missing > _losses.Lost;

    public void Receive(ushort sequenceNumber, long nowUs)
    {
        // 65536 more than the first number, so that a packet from before it does not become negative.
        var sequence = _highest < 0 ? sequenceNumber + 65536L : SequenceNumbers.Extend(_highest, sequenceNumber);
        if (_highest < 0)
        {
            _first = sequence;
            _highest = sequence - 1;
        }

        if (sequence <= _highest)
        {
            if (!_losses.Remove(sequence))
                return; // a duplicate
            _missing--;
        }

        for (var gap = _highest + 1; gap < sequence; gap++)
        {
            _losses.Add(gap, nowUs);
            _missing++;
        }

        _highest = Math.Max(_highest, sequence);
        _packets++;
    }

    public void ReceiveSenderReport(in SenderReport report, long nowUs)
    {
        _lastSenderReport = NtpTime.ToCompact(report.NtpTimestamp);
        _lastSenderReportUs = nowUs;
    }

    public int CollectNacks(Span<ushort> due, long nowUs)
    {
        if (IsRepairable)
            return _losses.CollectDue(due, nowUs, roundTripUs: 0);
        _losses.GiveUpOlderThan(nowUs, UnrepairableUs);
        return 0;
    }

    /// <summary>A report block without jitter: no server here adapts to it on a path that has none.</summary>
    public ReportBlock Report(long nowUs)
    {
        var expected = _highest - _first + 1;
        var expectedSince = expected - _reportedExpected;
        var lostSince = expectedSince - (_packets - _reportedPackets);
        _reportedExpected = expected;
        _reportedPackets = _packets;
        var fraction = expectedSince <= 0 || lostSince <= 0 ? 0 : (byte)Math.Min(255, lostSince * 256 / expectedSince);
        var delay = _lastSenderReport == 0 ? 0 : NtpTime.CompactFromMicroseconds(nowUs - _lastSenderReportUs);
        return new ReportBlock(ssrc, (byte)fraction, (int)(expected - _packets), (uint)(_highest - 65536), 0, _lastSenderReport, delay);
    }
}
