using Sfu.Media.Ingress;
using Sfu.Media.Tests.Virtual;
using Sfu.WebRtc;

namespace Sfu.Media.Tests;

/// <summary>Mistake 10: each subscriber's loss becomes a key-frame request to the publisher.</summary>
public sealed class KeyframeRequestTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public void Asks_at_once_then_each_second_until_the_key_frame_comes()
    {
        var requester = new KeyframeRequester();
        Assert.Equal(MonotonicTime.Never, requester.DueUs);
        requester.Ask();
        Assert.True(requester.TryTake(0));
        requester.Ask();
        Assert.False(requester.TryTake(999_999));
        Assert.True(requester.TryTake(1_000_000));
        requester.Received();
        Assert.False(requester.TryTake(9_000_000));
        requester.Ask();
        Assert.True(requester.TryTake(9_000_000));
        requester.Received();
        requester.Ask();
        Assert.False(requester.TryTake(9_699_999));
        Assert.True(requester.TryTake(9_700_000));
    }

    [Fact]
    public void Five_hundred_joins_in_a_second_ask_three_times_at_most()
    {
        var speaker = _conference.Join();
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        camera.SendFrame(keyframe: true);
        _conference.Advance(2000, () => camera.SendFrame());

        var startUs = _conference.NowUs;
        var answered = 0;
        for (var i = 0; i < 500; i++)
        {
            _conference.Join(audioSlots: 1, videoSlots: 1).View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
            if (i % 15 == 0)
            {
                var asked = speaker.KeyframeRequestsFor(camera.Ssrc);
                camera.SendFrame(keyframe: asked > answered);
                answered = asked;
            }

            _conference.Step(2000);
        }

        _conference.Advance(1000, () => camera.SendFrame(keyframe: true));
        Assert.InRange(speaker.KeyframeRequestTimesFor(camera.Ssrc).Count(at => at <= startUs + 2_000_000), 1, 3);
        Assert.All(_conference.Clients.Skip(1), viewer => Assert.NotEmpty(viewer.Rtp));
    }

    [Fact]
    public void A_thousand_requests_of_one_viewer_reach_the_publisher_as_two_per_second()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        _conference.Advance(10_000, () =>
        {
            camera.SendFrame(keyframe: true);
            for (var i = 0; i < 5; i++)
                viewer.AskForKeyframe(viewer.Plan.Video[0].Ssrc);
        });

        Assert.Equal(10_000, viewer.Media.Counters.KeyframeRequestsReceived);
        Assert.InRange(speaker.KeyframeRequestsFor(camera.Ssrc), 10, 20);
    }

    [Fact]
    public void Nobody_is_asked_for_a_picture_that_nobody_waits_for_any_more()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        _conference.Advance(100, () => camera.SendFrame());
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        _conference.Advance(500, () => camera.SendFrame());
        Assert.Equal(1, speaker.KeyframeRequestsFor(camera.Ssrc));
        viewer.View();
        _conference.Advance(5000, () => camera.SendFrame());
        Assert.Equal(1, speaker.KeyframeRequestsFor(camera.Ssrc));
    }

    [Fact]
    public void A_request_that_got_lost_is_repeated()
    {
        var (speaker, viewer) = (_conference.Join(), _conference.Join());
        speaker.Media.SetPublishing(Sources.Camera);
        var camera = speaker.Publish(SourceKind.Camera);
        viewer.View(new ViewItem(speaker.Number, SourceKind.Camera, 1280, 720));
        _conference.Advance(5000, () => camera.SendFrame());
        Assert.InRange(speaker.KeyframeRequestsFor(camera.Ssrc), 4, 6);
    }
}
