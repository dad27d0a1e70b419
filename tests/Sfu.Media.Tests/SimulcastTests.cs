using Sfu.Media.Tests.Virtual;
using Sfu.Wire.Codecs;

namespace Sfu.Media.Tests;

public sealed class SimulcastTests : IDisposable
{
    private readonly Conference _conference = new();
    private readonly Client _speaker;
    private readonly Camera _camera;
    private int _steps;

    public SimulcastTests()
    {
        _speaker = _conference.Join();
        _speaker.Media.SetPublishing(Sources.Camera);
        _camera = new Camera(_speaker);
    }

    public void Dispose() => _conference.Dispose();

    [Theory]
    [InlineData(1280, 720, 1280)]
    [InlineData(1024, 576, 1280)]
    [InlineData(640, 360, 640)]
    [InlineData(400, 225, 320)]
    [InlineData(160, 90, 320)]
    public void Sends_the_layer_that_suits_the_asked_size(ushort width, ushort height, int expected)
    {
        var viewer = _conference.Join();
        viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, width, height));
        Run(2000);
        Assert.Equal(expected, WidthOf(viewer, "v0"));
        Decoder.AssertDecodable(viewer.On("v0"));
    }

    [Fact]
    public void Falls_back_to_the_best_active_layer_and_returns_when_the_wanted_one_wakes_up()
    {
        var viewer = _conference.Join();
        viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, 1280, 720));
        _camera.Active[1] = _camera.Active[2] = false;
        Run(2000);
        Assert.Equal(320, WidthOf(viewer, "v0"));
        _camera.Active[1] = true;
        Run(2000);
        Assert.Equal(640, WidthOf(viewer, "v0"));
        _camera.Active[2] = true;
        Run(2000);
        Assert.Equal(1280, WidthOf(viewer, "v0"));
        _camera.Active[2] = false;
        Run(3000);
        Assert.Equal(640, WidthOf(viewer, "v0"));
        Decoder.AssertDecodable(viewer.On("v0"));
    }

    [Fact]
    public void Keeps_the_old_layer_flowing_until_the_new_ones_key_frame()
    {
        var viewer = _conference.Join();
        viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, 1280, 720));
        Run(1000);
        var sinceUs = _conference.NowUs;
        viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, 160, 90));
        Run(1000);
        var times = viewer.On("v0").Where(packet => packet.AtUs >= sinceUs).Select(packet => packet.AtUs).ToList();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 0, 40_000));
        Assert.Equal(320, WidthOf(viewer, "v0"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ten_thousand_random_layer_changes_leave_every_frame_decodable(bool withReports)
    {
        var random = new Random(5);
        var camera = withReports ? _camera : new Camera(_speaker, withReports: false);
        var viewer = _conference.Join(videoSlots: 1);
        (ushort Width, ushort Height)[] sizes = [(160, 90), (640, 360), (1280, 720)];
        for (var picture = 0; viewer.Media.Counters.LayerSwitches < 10_000; picture++)
        {
            var (width, height) = sizes[random.Next(3)];
            if (picture % 2 == 0)
                viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, width, height));

            // Every other picture is a key frame of its own accord: requests alone are throttled to one in 700 ms.
            camera.Capture(_conference.NowUs, keyframe: random.Next(2) == 0);
            _conference.Step(33_333);
            _speaker.Rtcp.Clear();
        }

        Assert.True(Decoder.AssertDecodable(viewer.On("v0")) > 10_000);
    }

    [Fact]
    public void Sources_take_turns_in_one_slot_without_a_seam()
    {
        var second = _conference.Join();
        second.Media.SetPublishing(Sources.Camera);
        var secondCamera = new Camera(second);
        var viewer = _conference.Join(videoSlots: 1);
        var shown = new[] { _speaker, second };
        for (var turn = 0; turn < 60; turn++)
        {
            viewer.View(new ViewItem(shown[turn % 2].Number, SourceKind.Camera, 640, 360));
            Run(1500, () => secondCamera.Capture(_conference.NowUs));
            Assert.Equal(shown[turn % 2].Number, viewer.Rtp[^1].Participant);
            Assert.Equal("v0", viewer.MidOf(shown[turn % 2].Number, SourceKind.Camera));
        }

        Assert.True(Decoder.AssertDecodable(viewer.On("v0")) > 1500);
    }

    [Fact]
    public void A_picture_left_without_its_end_is_not_joined_to_the_next()
    {
        var second = _conference.Join();
        second.Media.SetPublishing(Sources.Screen);
        var screen = second.Publish(SourceKind.Screen);
        var viewer = _conference.Join(videoSlots: 1);
        viewer.View(new ViewItem(_speaker.Number, SourceKind.Camera, 1280, 720));
        Run(1000);

        // The last packet of the last picture never comes.
        var camera = _camera.Layers[2];
        var end = (ushort)(camera.Sequence + 5);
        camera.Loses = sequence => sequence == end;
        _camera.Capture(_conference.NowUs);
        _conference.Advance(5);
        var last = viewer.Rtp[^1];
        Assert.False(last.Marker);

        viewer.View(new ViewItem(second.Number, SourceKind.Screen, 1280, 720));
        _conference.Advance(5);
        screen.SendFrame(keyframe: true);
        _conference.Advance(5);
        Assert.Equal(last.Sequence + 2, viewer.Rtp.First(packet => packet.Participant == second.Number).Sequence);
    }

    [Fact]
    public void Each_item_of_a_view_keeps_its_slot_when_the_order_changes()
    {
        var others = Enumerable.Range(0, 5).Select(_ => _conference.Join()).ToArray();
        foreach (var other in others)
            other.Media.SetPublishing(Sources.Camera);
        var viewer = _conference.Join(videoSlots: 4);
        ViewItem Item(int index) => new(others[index].Number, SourceKind.Camera, 320, 180);

        viewer.View(Item(0), Item(1), Item(2), Item(3), Item(4));
        _conference.Advance(20);
        Assert.Equal(["v0", "v1", "v2", "v3", null], others.Select(other => viewer.MidOf(other.Number, SourceKind.Camera)));

        viewer.View(Item(4), Item(3), Item(3), Item(2), Item(0), Item(1));
        _conference.Advance(20);
        Assert.Equal(["v0", null, "v2", "v3", "v1"], others.Select(other => viewer.MidOf(other.Number, SourceKind.Camera)));

        // A camera that goes off keeps its place for when it comes back.
        others[2].Media.SetPublishing(Sources.None);
        _conference.Advance(20);
        Assert.Null(viewer.MidOf(others[2].Number, SourceKind.Camera));
        others[2].Media.SetPublishing(Sources.Camera);
        _conference.Advance(20);
        Assert.Equal("v2", viewer.MidOf(others[2].Number, SourceKind.Camera));
        viewer.View();
        _conference.Advance(20);
        Assert.All(viewer.Slots, slot => Assert.Equal(0u, slot.Participant));
    }

    [Fact]
    public void Ignores_own_video_and_audio_in_a_view()
    {
        var viewer = _conference.Join();
        viewer.Media.SetPublishing(Sources.Camera);
        viewer.View(
            new ViewItem(viewer.Number, SourceKind.Camera, 320, 180),
            new ViewItem(_speaker.Number, SourceKind.Mic, 320, 180),
            new ViewItem(999, SourceKind.Camera, 320, 180),
            new ViewItem(_speaker.Number, SourceKind.Camera, 320, 180));
        Run(1000);
        Assert.Equal("v1", viewer.MidOf(_speaker.Number, SourceKind.Camera));
        Assert.All(viewer.Rtp, packet => Assert.Equal("v1", packet.Mid));
    }

    private void Run(int milliseconds, Action? also = null) => _conference.Advance(milliseconds, () =>
    {
        if (_steps++ % 7 != 0)
            return;
        _camera.Capture(_conference.NowUs);
        also?.Invoke();
    });

    private static int WidthOf(Client viewer, string mid)
    {
        var width = 0;
        foreach (var packet in viewer.On(mid))
        {
            if (Vp8Descriptor.TryRead(packet.Payload, out var descriptor) && descriptor.IsKeyframeStart)
                width = descriptor.Width;
        }

        return width;
    }
}
