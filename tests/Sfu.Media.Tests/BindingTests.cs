using Sfu.Media.Ingress;
using Sfu.Media.Tests.Virtual;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests;

/// <summary>Which packets belong to which stream, as browsers name them and as others might.</summary>
public sealed class BindingTests : IDisposable
{
    private readonly Conference _conference = new();
    private readonly Client _speaker;
    private readonly Client _viewer;

    public BindingTests()
    {
        (_speaker, _viewer) = (_conference.Join(), _conference.Join());
        _viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, 1280, 720));
        _speaker.Media.SetPublishing(Sources.Camera | Sources.Mic);
    }

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void A_stream_stays_bound_when_it_no_longer_names_itself()
    {
        var camera = _speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        camera.NamesItself = false;
        _conference.Advance(100, () => camera.SendFrame());
        Assert.Equal(42, _viewer.Rtp.Count);
    }

    [Fact]
    public void A_stream_that_never_named_itself_is_dropped_and_counted()
    {
        var camera = _speaker.Publish(SourceKind.Camera);
        camera.NamesItself = false;
        _conference.Advance(100, () => camera.SendFrame(keyframe: true));
        Assert.Empty(_viewer.Rtp);
        Assert.Equal(40, _speaker.Media.Counters.Dropped(DropReason.UnknownSsrc));
    }

    [Fact]
    public void An_unknown_rid_is_dropped()
    {
        var camera = _speaker.Publish(SourceKind.Camera, "x");
        _conference.Advance(100, () => camera.SendFrame(keyframe: true));
        Assert.Empty(_viewer.Rtp);
        Assert.Equal(40, _speaker.Media.Counters.Dropped(DropReason.UnknownSsrc));
    }

    [Fact]
    public void A_changed_ssrc_continues_the_slot_with_the_next_key_frame()
    {
        var camera = _speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () => camera.SendFrame());

        // Another SSRC, other numbers, another clock: as after a page that rebuilt its sender.
        (camera.Ssrc, camera.Sequence, camera.Timestamp, camera.PictureId) = (42, 17, 99, 5);
        _conference.Advance(100, () => camera.SendFrame());
        var before = _viewer.Rtp.Count;
        Assert.Equal(42, before);
        Assert.Equal(1, _speaker.KeyframeRequestsFor(42));
        camera.SendFrame(keyframe: true);
        _conference.Advance(100, () => camera.SendFrame());
        Assert.Equal(before + 42, _viewer.Rtp.Count);
        ForwardingTests.AssertConsecutive(_viewer.Rtp);
        ForwardingTests.AssertPicturesConsecutive(_viewer.Rtp);
    }

    [Fact]
    public void A_stream_that_starts_anew_under_its_ssrc_is_noticed_by_two_packets_that_agree()
    {
        var mic = _speaker.Publish(SourceKind.Mic);
        _conference.Advance(100, () => mic.SendAudio());
        mic.Sequence += 20_000;
        mic.SendAudio();
        mic.Sequence -= 20_001;
        _conference.Advance(100, () => mic.SendAudio());
        Assert.Equal(40, _viewer.Rtp.Count);
        Assert.Equal(1, _speaker.Media.Counters.Dropped(DropReason.TooOld));

        mic.Sequence += 20_000;
        _conference.Advance(100, () => mic.SendAudio());
        Assert.Equal(59, _viewer.Rtp.Count);
        ForwardingTests.AssertConsecutive(_viewer.Rtp);
    }

    [Fact]
    public void More_ssrcs_than_any_client_needs_are_refused()
    {
        for (uint ssrc = 1; ssrc <= 1000; ssrc++)
        {
            var camera = _speaker.Publish(SourceKind.Camera);
            camera.Ssrc = ssrc;
            camera.SendFrame(keyframe: true, packets: 1);
        }

        Assert.Equal(1000 - SsrcBindings.MaxSsrcs, _speaker.Media.Counters.Dropped(DropReason.TooManySsrcs));
    }

    [Theory]
    [InlineData(SourceKind.Mic, MediaProfile.Vp8PayloadType)]
    [InlineData(SourceKind.Mic, (byte)0)]
    [InlineData(SourceKind.Camera, MediaProfile.OpusPayloadType)]
    [InlineData(SourceKind.Camera, (byte)98)]
    public void A_payload_type_that_was_not_offered_there_is_dropped(SourceKind kind, byte payloadType)
    {
        var stream = _speaker.Publish(kind, payloadType: payloadType == 0 ? (byte)8 : payloadType);
        _conference.Advance(50, () => stream.Send(new byte[100], false, null));
        Assert.Empty(_viewer.Rtp);
        Assert.Equal(10, _speaker.Media.Counters.Dropped(DropReason.PayloadType));
    }

    [Fact]
    public void A_payload_type_that_changes_to_one_not_offered_is_dropped_too()
    {
        var mic = _speaker.Publish(SourceKind.Mic);
        mic.SendAudio();
        var other = _speaker.Publish(SourceKind.Mic, payloadType: 8);
        other.Ssrc = mic.Ssrc;
        other.SendAudio();
        _conference.Deliver();
        Assert.Single(_viewer.Rtp);
        Assert.Equal(1, _speaker.Media.Counters.Dropped(DropReason.PayloadType));
    }

    [Fact]
    public void Retransmissions_of_a_stream_that_never_came_are_dropped()
    {
        var camera = _speaker.Publish(SourceKind.Camera);
        camera.Loses = _ => true;
        camera.SendFrame(keyframe: true);
        camera.Retransmit(camera.Sequence);
        _conference.Advance(20);
        Assert.Empty(_viewer.Rtp);
        Assert.Equal(1, _speaker.Media.Counters.Dropped(DropReason.RtxWithoutStream));
    }

    [Fact]
    public void A_duplicate_is_forwarded_once()
    {
        var camera = _speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        camera.Repeat(camera.Sequence);
        camera.Retransmit(camera.Sequence);
        _conference.Advance(20);
        Assert.Equal(2, _viewer.Rtp.Count);
        Assert.Equal(2, _speaker.Media.Counters.Dropped(DropReason.Duplicate));
    }

    [Fact]
    public void Seven_bit_picture_ids_come_out_with_fifteen_bits_that_run_on()
    {
        var camera = _speaker.Publish(SourceKind.Camera);
        camera.NarrowPictureIds = true;
        camera.PictureId = 100;
        camera.SendFrame(keyframe: true);
        _conference.Advance(2000, () => camera.SendFrame());
        Assert.Equal(802, _viewer.Rtp.Count);
        ForwardingTests.AssertPicturesConsecutive(_viewer.Rtp);
        Decoder.AssertDecodable(_viewer.Rtp);
    }
}
