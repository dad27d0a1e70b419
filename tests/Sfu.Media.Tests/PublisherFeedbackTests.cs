using Sfu.Media.Ingress;
using Sfu.Media.Tests.Virtual;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests;

public sealed class PublisherFeedbackTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void Every_compound_begins_with_a_report_and_feedback_comes_in_time()
    {
        var speaker = _conference.Join();
        speaker.Media.SetPublishing(Sources.Mic | Sources.Camera);
        var (mic, camera) = (speaker.Publish(SourceKind.Mic), speaker.Publish(SourceKind.Camera));
        _conference.Advance(10_000, () =>
        {
            mic.SendAudio();
            camera.SendFrame();
        });

        var (reports, feedback) = (0, new List<long>());
        foreach (var (atUs, compound) in speaker.Rtcp)
        {
            var reader = new RtcpCompoundReader(compound);
            Assert.True(reader.TryReadNext(out var first));
            Assert.True(ReceiverReport.TryRead(first, out _, out var blocks));
            reports += blocks.TryReadNext(out _) ? 1 : 0;
            while (reader.TryReadNext(out var packet))
            {
                if (TransportFeedbackReader.TryRead(packet, out var twcc))
                {
                    feedback.Add(atUs);
                    Assert.Contains(twcc.MediaSsrc, new[] { mic.Ssrc, camera.Ssrc });
                }
            }

            Assert.False(reader.IsMalformed);
        }

        Assert.InRange(reports, 9, 11);
        Assert.InRange(feedback.Count, 90, 105);
        Assert.All(feedback.Zip(feedback.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 50_000, 125_000));
    }

    [Fact]
    public void Transport_feedback_tells_each_packets_arrival_once_and_each_loss()
    {
        var receiver = new TwccReceiver();
        var random = new Random(4);
        var truth = new Dictionary<long, long>();
        var told = new Dictionary<long, long>();
        var buffer = new byte[1200];
        long sequence = 65_000, nowUs = 1_000_000_000, reference = 0;
        for (var round = 0; round < 500; round++)
        {
            for (var i = random.Next(200); i > 0; i--)
            {
                nowUs += random.Next(2000);
                sequence++;
                if (random.Next(10) == 0)
                    continue;
                truth[sequence] = nowUs;
                receiver.Received((ushort)sequence, 7, nowUs);
            }

            while (receiver.IsPending)
            {
                var length = receiver.Write(buffer, 1);
                Assert.True(length > 0);
                Assert.True(new RtcpCompoundReader(buffer.AsSpan(0, length)).TryReadNextOnce(out var packet));
                Assert.True(TransportFeedbackReader.TryRead(packet, out var feedback));
                reference = reference == 0 ? feedback.ReferenceTime : TransportFeedback.ExtendReferenceTime(reference, feedback.ReferenceTime);
                while (feedback.TryReadNext(out var number, out var arrivalUs))
                {
                    var extended = sequence - (ushort)(sequence - number);
                    if (arrivalUs != TransportFeedback.NotReceived)
                        Assert.True(told.TryAdd(extended, arrivalUs + (reference * TransportFeedback.ReferenceTimeUs)));
                    else
                        Assert.DoesNotContain(extended, truth.Keys);
                }
            }
        }

        Assert.Equal(truth.Keys.Order(), told.Keys.Order());
        Assert.All(truth, pair => Assert.InRange(pair.Value - told[pair.Key] - (truth.First().Value - told[truth.First().Key]), -500, 500));
    }

    [Fact]
    public void A_packet_that_came_after_its_feedback_is_told_later()
    {
        var receiver = new TwccReceiver();
        var buffer = new byte[1200];
        receiver.Received(10, 7, 1000);
        receiver.Received(12, 7, 2000);
        Assert.True(receiver.Write(buffer, 1) > 0);
        Assert.False(receiver.IsPending);
        receiver.Received(11, 7, 3000);
        receiver.Received(11, 7, 4000);
        var length = receiver.Write(buffer, 1);
        Assert.True(new RtcpCompoundReader(buffer.AsSpan(0, length)).TryReadNextOnce(out var packet));
        Assert.True(TransportFeedbackReader.TryRead(packet, out var feedback));
        Assert.Equal((11, 1), (feedback.BaseSequenceNumber, feedback.FeedbackCount));
        Assert.True(feedback.TryReadNext(out _, out var late));
        Assert.True(feedback.TryReadNext(out _, out var again));
        Assert.Equal(-1000, again - late, 250.0);
    }

    [Fact]
    public void Report_blocks_tell_loss_and_jitter()
    {
        var reception = new ReceptionStatistics(90_000);
        for (var i = 0; i < 100; i++)
        {
            if (i % 4 != 3)
                reception.Received(65_500 + i, (uint)(i * 3000), 1_000_000 + (i * 33_333) + (i % 2 * 10_000));
        }

        Assert.Equal(64, reception.TakeFractionLost(), 2.0);
        Assert.Equal(24, reception.CumulativeLost);
        Assert.Equal(65_500u + 98, reception.HighestSequence);
        Assert.InRange(reception.Jitter, 400u, 900u);
        for (var i = 100; i < 200; i++)
            reception.Received(65_500 + i, (uint)(i * 3000), 1_000_000 + (i * 33_333));
        Assert.InRange(reception.TakeFractionLost(), 0, 3);
    }

    [Fact]
    public void A_lost_packet_is_asked_for_and_its_retransmission_fills_the_gap_for_everybody()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        var random = new Random(1);
        var answered = 0;
        camera.SendFrame(keyframe: true);
        camera.Loses = _ => random.Next(20) == 0;
        _conference.Advance(10_000, () =>
        {
            camera.SendFrame();
            var nacks = speaker.NacksFor(camera.Ssrc);
            for (; answered < nacks.Count; answered++)
            {
                var sequence = nacks[answered].Sequence;
                _conference.After(20 * MonotonicTime.Millisecond, () => camera.Retransmit(sequence));
            }
        });

        camera.Loses = _ => false;
        _conference.Advance(500, () =>
        {
            var nacks = speaker.NacksFor(camera.Ssrc);
            for (; answered < nacks.Count; answered++)
                camera.Retransmit(nacks[answered].Sequence);
        });
        ForwardingTests.AssertConsecutive(viewer.Rtp.OrderBy(packet => packet.Sequence));
        Decoder.AssertDecodable(viewer.Rtp);
        Assert.Equal(2 + (2 * 2000), viewer.Rtp.Count);
    }

    [Fact]
    public void Padding_leaves_no_hole_and_is_not_asked_for_again()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        _conference.Advance(1000, () =>
        {
            camera.SendFrame();
            for (var i = 0; i < 5; i++)
                camera.SendPadding();
        });

        Assert.Equal(1000, speaker.Media.Counters.Dropped(DropReason.Padding));
        Assert.Empty(speaker.NacksFor(camera.Ssrc));
        Decoder.AssertDecodable(viewer.Rtp);
        ForwardingTests.AssertConsecutive(viewer.Rtp);
    }
}
