using System.Runtime.InteropServices;
using Sfu.Media.Ingress;
using Sfu.Media.Tests.Virtual;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests;

/// <summary>Mistake 15: what goes wrong only after hours, when numbers have wrapped.</summary>
public sealed class LongRunTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void Two_days_of_audio_and_video_stay_continuous_through_every_wrap()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        listener.View(new ViewItem(speaker.Number, SourceKind.Screen, 1280, 720));
        speaker.Media.SetPublishing(Sources.Mic | Sources.Screen);
        var (mic, screen) = (speaker.Publish(SourceKind.Mic), speaker.Publish(SourceKind.Screen));
        screen.SendFrame(keyframe: true, packets: 1, ticks: 18_000);
        _conference.Step(200_000);
        var last = new Dictionary<uint, ReceivedRtp>();
        var wraps = 0;

        // A packet of each per 200 ms: 48 h wrap the 90 kHz clock three times, the sequence numbers 13 times and the feedback's clock never fits.
        for (var tick = 0; tick < 48 * 3600 * 5; tick++)
        {
            mic.SendAudio(samples: 9600);
            screen.SendFrame(packets: 1, ticks: 18_000);
            if (tick % 50 == 0)
            {
                mic.SendReport(NtpTime.FromMicroseconds(_conference.NowUs), mic.Timestamp);
                screen.SendReport(NtpTime.FromMicroseconds(_conference.NowUs), screen.Timestamp);
            }

            _conference.Step(200_000);
            foreach (var packet in CollectionsMarshal.AsSpan(listener.Rtp))
            {
                if (last.TryGetValue(packet.Ssrc, out var before))
                {
                    Assert.Equal(before.Sequence + 1, packet.Sequence);
                    var clockRate = packet.Mid == "a0" ? 48_000 : 90_000;
                    Assert.Equal((uint)(clockRate / 5 % (1L << 32)), packet.Timestamp - before.Timestamp);
                    wraps += packet.Timestamp < before.Timestamp ? 1 : 0;
                }

                last[packet.Ssrc] = packet;
            }

            if (tick % 1000 == 999)
                Assert.InRange(listener.Rtp.Count, 1, 2100);
            listener.Rtp.Clear();
            listener.Rtcp.Clear();
            listener.Forget();
            speaker.Rtcp.Clear();
        }

        Assert.Equal(48 * 3600 * 5, listener.Media.Counters.RtpSent / 2, 3.0);
        Assert.True(wraps >= 4);
        Assert.True(last.Values.All(packet => packet.Sequence > 800_000));
        Assert.Equal(0, speaker.Media.Counters.NacksSent);
    }

    [Fact]
    public void Numbers_never_go_back_however_a_stream_restarts()
    {
        var numbers = new ReceivedNumbers();
        var random = new Random(2);
        long highest = -1;
        for (var restart = 0; restart < 1000; restart++)
        {
            var sequence = (ushort)random.Next(1 << 16);
            Assert.Equal(NumberVerdict.First, numbers.Extend(sequence, out var first));
            Assert.True(first > highest);
            highest = first;
            for (var i = random.Next(500); i > 0; i--)
            {
                sequence += (ushort)random.Next(1, 300);
                Assert.Equal(NumberVerdict.Ok, numbers.Extend(sequence, out var next));
                Assert.Equal(sequence, (ushort)next);
                Assert.True(next > highest);
                highest = next;
            }

            numbers.Restart();
        }
    }

    [Fact]
    public void A_participant_with_everything_on_costs_under_three_mebibytes()
    {
        using var conference = new Conference();
        var speaker = conference.Join(videoSlots: 25);
        speaker.Media.SetPublishing(Sources.Mic | Sources.Camera | Sources.Screen | Sources.ScreenAudio);
        var bytes = speaker.Media.Publisher.Sources.SelectMany(source => source.Layers).Sum(layer => layer.RingBytes);
        Assert.InRange(bytes, 1, 3 * 1024 * 1024);
        Assert.All(speaker.Media.Publisher.Sources.SelectMany(source => source.Layers), layer => Assert.Null(layer.Ring));
    }

    [Fact]
    public void An_idle_room_sleeps_and_an_empty_one_for_ever()
    {
        Assert.Equal(MonotonicTime.Never, _conference.Room.NextDeadlineUs);
        var speaker = _conference.Join();
        _conference.Advance(5000);
        var calls = 0;
        var last = 0L;
        _conference.Advance(5000, () =>
        {
            if (_conference.Room.NextDeadlineUs != last)
                (last, calls) = (_conference.Room.NextDeadlineUs, calls + 1);
        });
        Assert.InRange(calls, 15, 25);
        Assert.Empty(speaker.Rtcp);
    }
}
