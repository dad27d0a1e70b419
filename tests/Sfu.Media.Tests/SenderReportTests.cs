using Sfu.Media.Tests.Virtual;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests;

/// <summary>Mistake 8: sender reports invented on the way, and lip sync lost.</summary>
public sealed class SenderReportTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void Lip_sync_survives_the_rewriting()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        var camera = new Camera(speaker);
        var mic = speaker.Publish(SourceKind.Mic);
        speaker.Media.SetPublishing(Sources.Camera | Sources.Mic);
        var random = new Random(3);

        // The publisher's clock is hours off ours; each packet's payload tells when it was captured.
        const long ClockErrorUs = 4 * 3600 * MonotonicTime.Second;
        var captured = new Dictionary<(SourceKind, int), long>();
        for (var tick = 0; tick < 3000; tick++)
        {
            mic.Frame = tick;
            captured[(SourceKind.Mic, tick)] = _conference.NowUs;
            mic.SendAudio();
            if (tick % 50 == 7)
                mic.SendReport(NtpTime.FromMicroseconds(_conference.NowUs + ClockErrorUs), mic.Timestamp);
            if (tick % 2 == 0)
            {
                captured[(SourceKind.Camera, camera.Layers[0].Frame)] = _conference.NowUs;
                foreach (var layer in camera.Layers)
                    layer.SendFrame(keyframe: tick % 100 == 0, ticks: 3600);
                for (var i = 0; i < 3 && tick % 50 == 20; i++)
                    camera.Layers[i].SendReport(NtpTime.FromMicroseconds(_conference.NowUs + ClockErrorUs), camera.Layers[i].Timestamp);
            }

            if (tick % 150 == 0)
                viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, (ushort)random.Next(1300), 720));
            _conference.Step(20_000);
        }

        Assert.True(viewer.Media.Counters.LayerSwitches > 5);
        foreach (var (mid, rate) in new[] { ("a0", 48_000), ("v0", 90_000) })
        {
            var packets = viewer.On(mid).ToList();
            var reports = viewer.SenderReportsFor(packets[0].Ssrc);
            Assert.True(reports.Count > 25);
            var worstUs = 0L;
            foreach (var packet in packets)
            {
                if (reports.LastOrDefault(report => report.AtUs <= packet.AtUs) is not { AtUs: > 0 } last)
                    continue;
                var ntpUs = NtpTime.ToMicroseconds(last.Report.NtpTimestamp)
                    + ((long)(int)(packet.Timestamp - last.Report.RtpTimestamp) * 1_000_000 / rate);
                var trueUs = captured[(packet.Kind, TestStream.FrameOf(packet))] + ClockErrorUs;
                worstUs = Math.Max(worstUs, Math.Abs(ntpUs - trueUs));
            }

            Assert.InRange(worstUs, 0, 5000);
        }
    }

    [Fact]
    public void None_is_sent_before_the_publishers_first()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Mic);
        var mic = speaker.Publish(SourceKind.Mic);
        _conference.Advance(3000, () => mic.SendAudio());
        var ssrc = listener.Plan.Audio[0].Ssrc;
        Assert.Empty(listener.SenderReportsFor(ssrc));

        mic.SendReport(0x1234_5678_9ABC_DEF0, mic.Timestamp);
        _conference.Advance(100);
        var report = Assert.Single(listener.SenderReportsFor(ssrc)).Report;
        Assert.Equal(0x1234_5678_9ABC_DEF0ul, report.NtpTimestamp);
        Assert.Equal(listener.Rtp[^1].Timestamp, report.RtpTimestamp);
        Assert.Equal((600u, 600u * 20), (report.PacketCount, report.OctetCount));
    }

    [Fact]
    public void The_round_trip_is_learned_from_report_blocks()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Mic);
        var mic = speaker.Publish(SourceKind.Mic);
        mic.SendAudio();
        _conference.Advance(20);
        mic.SendReport(0x1234_5678_9ABC_DEF0, mic.Timestamp);
        _conference.Advance(20, () => mic.SendAudio());
        var (sentUs, report) = listener.SenderReportsFor(listener.Plan.Audio[0].Ssrc).Single();

        // Held for 30 ms by the receiver.
        _conference.Advance((sentUs - _conference.NowUs) / 1000 + 75);
        var buffer = new byte[100];
        var block = new ReportBlock(listener.Plan.Audio[0].Ssrc, 0, 0, 0, 0, NtpTime.ToCompact(report.NtpTimestamp), NtpTime.CompactFromMicroseconds(30_000));
        listener.SendRtcp(buffer.AsSpan(0, ReceiverReport.Write(buffer, 1, [block])));
        Assert.InRange(listener.Media.RttUs, 44_000, 46_000);
    }
}
