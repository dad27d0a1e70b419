using Sfu.Media.Egress;
using Sfu.Media.Layers;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Slots;

/// <summary>
/// Sender reports of one slot: the publisher's own pair of wall clock and RTP time, the latter as the slot maps it, so
/// that lip sync measures the capture and not our forwarding. Counts are the slot's. Before the publisher's first report
/// there is none. Owned by one slot.
/// </summary>
internal sealed class SlotReports(uint ssrc)
{
    /// <summary>Receivers quote the last report they got; four seconds' worth covers any round trip.</summary>
    private const int Remembered = 4;

    private readonly SentReport[] _sent = new SentReport[Remembered];
    private uint _count;
    private uint _octets;
    private uint _reportedVersion;
    private int _next;

    public void Sent(int payloadLength)
    {
        _count++;
        _octets += (uint)payloadLength;
    }

    /// <summary>Another stream or mapping: what was reported no longer holds.</summary>
    public void Switch() => _reportedVersion = 0;

    public void Write(in SenderReportClock clock, uint timestampOffset, EgressWriter egress, long nowUs, DatagramBatch output)
    {
        if (_count == 0 || clock.Version == _reportedVersion)
            return;
        _reportedVersion = clock.Version;
        var compound = output.Reserve();
        var report = new SenderReport(ssrc, clock.Ntp, clock.RtpTimestamp + timestampOffset, _count, _octets);
        var length = report.Write(compound);
        length += SourceDescription.WriteCname(compound[length..], ssrc, CanonicalName.Bytes);
        egress.SendRtcp(output, compound, length);

        _sent[_next] = new SentReport(NtpTime.ToCompact(clock.Ntp), nowUs);
        _next = (_next + 1) % Remembered;
    }

    public bool TryGetRoundTrip(in ReportBlock block, long nowUs, out long roundTripUs)
    {
        roundTripUs = 0;
        if (block.LastSenderReport == 0)
            return false;
        // Newest first: after a switch to and fro the same report may have been sent twice.
        for (var age = 1; age <= Remembered; age++)
        {
            var report = _sent[(_next - age + Remembered) % Remembered];
            if (report.CompactNtp != block.LastSenderReport)
                continue;
            roundTripUs = nowUs - report.SentUs - NtpTime.CompactToMicroseconds(block.DelaySinceLastSenderReport);
            return roundTripUs >= 0;
        }

        return false;
    }

    private readonly record struct SentReport(uint CompactNtp, long SentUs);
}
