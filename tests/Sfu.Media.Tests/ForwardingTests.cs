using Sfu.Media.Tests.Virtual;
using Sfu.Wire.Codecs;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests;

public sealed class ForwardingTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void Audio_reaches_everybody_but_its_speaker()
    {
        var (speaker, second, third) = (_conference.Join(), _conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Mic);
        var mic = speaker.Publish(SourceKind.Mic);
        _conference.Advance(1000, () => mic.SendAudio());

        Assert.Empty(speaker.Rtp);
        foreach (var listener in new[] { second, third })
        {
            Assert.Equal(200, listener.Rtp.Count);
            Assert.Equal("a0", listener.MidOf(speaker.Number, SourceKind.Mic));
            Assert.All(listener.Rtp, packet =>
            {
                Assert.Equal(("a0", listener.Plan.Audio[0].Ssrc), (packet.Mid, packet.Ssrc));
                Assert.Equal((speaker.Number, SourceKind.Mic), (packet.Participant, packet.Kind));
                Assert.Equal(MediaProfile.OpusPayloadType, packet.PayloadType);
            });
            AssertConsecutive(listener.Rtp);
        }
    }

    [Fact]
    public void Video_flows_from_its_first_key_frame_to_those_who_show_it()
    {
        var (speaker, viewer, other) = (_conference.Join(), _conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true, packets: 5);
        _conference.Advance(1000, () => camera.SendFrame());

        Assert.Empty(other.Rtp);
        Assert.Equal(0, speaker.KeyframeRequestsFor(camera.Ssrc));
        Assert.Equal(0, TestStream.FrameOf(viewer.Rtp[0]));
        Assert.Equal(5 + 400, viewer.Rtp.Count);
        AssertConsecutive(viewer.Rtp);
        AssertPicturesConsecutive(viewer.Rtp);
    }

    [Fact]
    public void Nothing_is_sent_to_a_participant_who_never_set_a_view_or_is_not_connected()
    {
        var (speaker, viewer, late) = (_conference.Join(), _conference.Join(), _conference.Join(connect: false));
        late.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera | Sources.Mic);
        var (camera, mic) = (speaker.Publish(SourceKind.Camera), speaker.Publish(SourceKind.Mic));
        camera.SendFrame(keyframe: true);
        _conference.Advance(500, () =>
        {
            camera.SendFrame();
            mic.SendAudio();
        });

        Assert.All(viewer.Rtp, packet => Assert.Equal("a0", packet.Mid));
        Assert.NotEmpty(viewer.Rtp);
        Assert.Empty(late.Rtp);
        Assert.Empty(late.Rtcp);
    }

    [Fact]
    public void A_source_that_was_not_announced_is_dropped_and_counted()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Screen, 1280, 720));
        speaker.Media.SetPublishing(Sources.Mic);
        var screen = speaker.Publish(SourceKind.Screen);
        _conference.Advance(100, () => screen.SendFrame(keyframe: true));

        Assert.Empty(viewer.Rtp);
        Assert.Equal(40, speaker.Media.Counters.Dropped(DropReason.SourceDisabled));
        Assert.Equal(40, _conference.Room.SumCounters().Dropped(DropReason.SourceDisabled));
    }

    [Fact]
    public void A_source_that_is_turned_off_stops_at_once_and_frees_its_slot()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        listener.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Mic | Sources.Camera);
        var (mic, camera) = (speaker.Publish(SourceKind.Mic), speaker.Publish(SourceKind.Camera));
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () =>
        {
            mic.SendAudio();
            camera.SendFrame();
        });
        var before = listener.Rtp.Count;
        var lastVideo = listener.On("v0").Last().Sequence;

        // What lies in the tick when the button is pressed does not go out any more.
        mic.SendAudio();
        camera.SendFrame();
        speaker.Media.SetPublishing(Sources.None);
        listener.Nack(listener.Plan.Video[0].Ssrc, (ushort)lastVideo);
        _conference.Advance(100, () =>
        {
            mic.SendAudio();
            camera.SendFrame();
        });

        Assert.Equal(before, listener.Rtp.Count);
        Assert.Null(listener.MidOf(speaker.Number, SourceKind.Mic));
        Assert.Null(listener.MidOf(speaker.Number, SourceKind.Camera));

        speaker.Media.SetPublishing(Sources.Mic | Sources.Camera);
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () =>
        {
            mic.SendAudio();
            camera.SendFrame();
        });
        Assert.Equal("a0", listener.MidOf(speaker.Number, SourceKind.Mic));
        Assert.Equal("v0", listener.MidOf(speaker.Number, SourceKind.Camera));
        AssertConsecutive(listener.On("a0"));
        AssertConsecutive(listener.On("v0"));
        AssertPicturesConsecutive(listener.On("v0"));
    }

    [Fact]
    public void A_participant_who_leaves_empties_the_slots_of_the_others()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        listener.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Mic | Sources.Camera);
        var (mic, camera) = (speaker.Publish(SourceKind.Mic), speaker.Publish(SourceKind.Camera));
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () =>
        {
            mic.SendAudio();
            camera.SendFrame();
        });
        camera.SendFrame();
        var before = listener.Rtp.Count;
        var ssrc = listener.Plan.Video[0].Ssrc;

        _conference.Leave(speaker);
        listener.Nack(ssrc, (ushort)listener.On("v0").Last().Sequence);
        _conference.Advance(100);

        Assert.Equal(before, listener.Rtp.Count);
        Assert.All(listener.Slots, slot => Assert.Equal(0u, slot.Participant));
        Assert.Equal(1, listener.Media.Counters.Dropped(DropReason.RtxGone));

        // The stream numbers of who left are used again by who comes next.
        var next = _conference.Join();
        next.Media.SetPublishing(Sources.Mic);
        var second = next.Publish(SourceKind.Mic);
        _conference.Advance(100, () => second.SendAudio());
        Assert.Equal("a0", listener.MidOf(next.Number, SourceKind.Mic));
        AssertConsecutive(listener.On("a0"));
    }

    [Fact]
    public void A_late_joiner_makes_the_publisher_send_a_key_frame_at_once()
    {
        var speaker = _conference.Join();
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        _conference.Advance(5000, () => camera.SendFrame());

        var joiner = _conference.Join();
        joiner.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        var joinedUs = _conference.NowUs;
        _conference.Advance(50, () => camera.SendFrame());

        var asked = Assert.Single(speaker.KeyframeRequestTimesFor(camera.Ssrc));
        Assert.InRange(asked - joinedUs, 0, 20_000);
        Assert.Empty(joiner.Rtp);
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () => camera.SendFrame());
        Assert.NotEmpty(joiner.Rtp);
        AssertPicturesConsecutive(joiner.Rtp);
    }

    [Fact]
    public void Slots_are_announced_only_when_they_change()
    {
        var (speaker, listener) = (_conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Mic);
        var mic = speaker.Publish(SourceKind.Mic);
        _conference.Advance(3000, () => mic.SendAudio());
        Assert.Equal(1, listener.SlotsChangedCount);
        Assert.Equal(0, speaker.SlotsChangedCount);
        Assert.Equal([speaker.Number], Assert.Single(_conference.Speakers));

        _conference.Advance(3000);
        Assert.Equal(1, listener.SlotsChangedCount);
        Assert.Equal([[speaker.Number], []], _conference.Speakers);
    }

    [Fact]
    public void H264_begins_with_its_key_frame_and_keeps_its_payload_type()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Screen, 1280, 720));
        speaker.Media.SetPublishing(Sources.Screen);
        var screen = speaker.Publish(SourceKind.Screen, payloadType: MediaProfile.H264PayloadType);
        screen.SendFrame();
        screen.SendFrame(keyframe: true);
        _conference.Advance(100, () => screen.SendFrame());

        Assert.Equal(1, TestStream.FrameOf(viewer.Rtp[0]));
        Assert.All(viewer.Rtp, packet => Assert.Equal(MediaProfile.H264PayloadType, packet.PayloadType));
        AssertConsecutive(viewer.Rtp);
    }

    /// <summary>Mistake 3: a first number near the wrap, and loss around it puts the receiver's rollover counter out of step for good.</summary>
    [Fact]
    public void Every_stream_begins_in_the_lower_half_of_the_numbers()
    {
        var speaker = _conference.Join();
        speaker.Media.SetPublishing(Sources.Mic | Sources.Screen);
        var (mic, screen) = (speaker.Publish(SourceKind.Mic), speaker.Publish(SourceKind.Screen));
        var firsts = new List<long>();
        for (var round = 0; round < 1000; round++)
        {
            var listener = _conference.Join(audioSlots: 1, videoSlots: 1);
            listener.View(new ViewItem(speaker.Number, SourceKind.Screen, 1280, 720));
            _conference.Deliver();
            screen.SendFrame(keyframe: true, packets: 1);
            mic.SendAudio();
            _conference.Step(20_000);
            listener.Nack(listener.Plan.Video[0].Ssrc, (ushort)listener.On("v0").First().Sequence);
            _conference.Deliver();
            firsts.AddRange(listener.Rtp.GroupBy(packet => packet.Ssrc).Select(stream => stream.First().Sequence));
            Assert.Equal(3 * (round + 1), firsts.Count);
            _conference.Leave(listener);
        }

        Assert.All(firsts, first => Assert.InRange(first, 1, (1 << 15) - 1));
        Assert.InRange(firsts.Average(), (1 << 14) - 1000, (1 << 14) + 1000);
        Assert.True(firsts.Distinct().Count() > 2500);
    }

    internal static void AssertConsecutive(IEnumerable<ReceivedRtp> packets)
    {
        ReceivedRtp? last = null;
        foreach (var packet in packets)
        {
            if (last is not null)
            {
                Assert.Equal(last.Sequence + 1, packet.Sequence);
                Assert.True((int)(packet.Timestamp - last.Timestamp) >= 0, "timestamp went back");
            }

            last = packet;
        }

        Assert.NotNull(last);
    }

    internal static void AssertPicturesConsecutive(IEnumerable<ReceivedRtp> packets)
    {
        Vp8Descriptor? last = null;
        foreach (var packet in packets)
        {
            Assert.True(Vp8Descriptor.TryRead(packet.Payload, out var descriptor));
            Assert.Equal(2, descriptor.PictureIdLength);
            if (last is { } before)
            {
                var step = descriptor.IsFrameStart ? 1 : 0;
                Assert.Equal((before.PictureId + step) & 0x7FFF, descriptor.PictureId);
                Assert.Equal((byte)(before.Tl0PicIdx + step), descriptor.Tl0PicIdx);
            }

            last = descriptor;
        }
    }
}
