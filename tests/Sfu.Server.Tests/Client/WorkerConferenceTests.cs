using Sfu.Client;

namespace Sfu.Server.Tests.Client;

/// <summary>Headless participants meet through a real worker: ICE, DTLS, SRTP, forwarding, over UDP on 127.0.0.1.</summary>
[Collection(MediaLoad.Name)]
public sealed class WorkerConferenceTests : IDisposable
{
    private readonly WorkerConference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Fact]
    public async Task Two_participants_hear_and_see_each_other()
    {
        var (ada, bob) = (_conference.Join(new HeadlessOptions()), _conference.Join(new HeadlessOptions()));
        ada.Publish(PublishedSources.MicAndCamera);
        bob.Publish(PublishedSources.MicAndCamera);
        ada.Show(1280, 720, bob);
        bob.Show(320, 180, ada);

        await ada.UntilAsync(() => ada.From(bob, "mic")?.Frames > 50, "50 audio frames of the other");
        await bob.UntilAsync(() => bob.From(ada, "mic")?.Frames > 50, "50 audio frames of the other");
        await ada.UntilAsync(() => ada.From(bob, "camera") is { DecodableFrames: > 30, Width: 1280 }, "30 frames of the large picture");
        await bob.UntilAsync(() => bob.From(ada, "camera") is { DecodableFrames: > 30, Width: 320 }, "30 frames of the small picture");

        Assert.Equal(0, ada.Loop.RefusedPackets + bob.Loop.RefusedPackets);
        Assert.Equal(0, ada.Loop.Media.UnknownPackets + bob.Loop.Media.UnknownPackets);
        await ada.UntilAsync(() => ada.Loop.Media.SentStats().Take(4).All(stream => stream.Acknowledged), "reports on all streams");
        await ada.UntilAsync(() => ada.Loop.Media.RoundTripUs > 0, "a round trip");
    }

    [Fact]
    public async Task The_worker_counts_what_it_does()
    {
        var (ada, bob) = (_conference.Join(new HeadlessOptions()), _conference.Join(new HeadlessOptions()));
        ada.Publish(PublishedSources.MicAndCamera);
        bob.Show(640, 360, ada);
        await bob.UntilAsync(() => bob.From(ada, "camera")?.DecodableFrames > 20, "video");
        var counters = _conference.Counters;
        await _conference.UntilAsync(() => counters.Media.RtpSent > 20, "the sums of all participants");

        Assert.InRange(counters.BytesReceived, counters.DatagramsReceived * 12, counters.DatagramsReceived * 1500);
        Assert.InRange(counters.BytesSent, counters.DatagramsSent * 12, counters.DatagramsSent * 1500);
        Assert.InRange(counters.ReceiveBatches.Sum, 20, counters.DatagramsReceived);
        Assert.InRange(counters.SendBatches.Sum, 20, counters.DatagramsSent);
        Assert.True(counters.TurnUs.Sum > 0);
        Assert.True(Enumerable.Range(0, counters.LagUs.Buckets).Sum(bucket => counters.LagUs[bucket]) > 20);
        Assert.InRange(counters.Media.RtpSent, 20, counters.DatagramsSent);
        Assert.InRange(counters.Media.RtpReceived, 20, counters.DatagramsReceived);
    }

    [Fact]
    public async Task A_camera_goes_off_and_on_again()
    {
        var (ada, bob) = (_conference.Join(new HeadlessOptions()), _conference.Join(new HeadlessOptions()));
        ada.Publish(PublishedSources.MicAndCamera);
        bob.Show(640, 360, ada);
        await bob.UntilAsync(() => bob.From(ada, "camera")?.DecodableFrames > 20, "video");

        ada.Publish(new PublishedSources(Mic: true));
        await bob.UntilAsync(() => bob.From(ada, "camera") is null, "the slot to become empty");
        var before = bob.Received.Sum(slot => slot.DecodableFrames);

        ada.Publish(PublishedSources.MicAndCamera);
        await bob.UntilAsync(() => bob.From(ada, "camera")?.DecodableFrames > 40, "video again");
        Assert.True(bob.Received.Sum(slot => slot.DecodableFrames) > before);
        Assert.True(bob.From(ada, "camera")!.Keyframes >= 2);
    }

    [Fact]
    public async Task A_viewer_who_changes_the_size_gets_another_layer_without_a_broken_frame()
    {
        var (ada, bob) = (_conference.Join(new HeadlessOptions()), _conference.Join(new HeadlessOptions()));
        ada.Publish(PublishedSources.MicAndCamera);
        bob.Show(1280, 720, ada);
        await bob.UntilAsync(() => bob.From(ada, "camera") is { Width: 1280, DecodableFrames: > 20 }, "the large layer");
        bob.Show(320, 180, ada);
        await bob.UntilAsync(() => bob.From(ada, "camera")?.Width == 320, "the small layer");
        bob.Show(640, 360, ada);
        await bob.UntilAsync(() => bob.From(ada, "camera")?.Width == 640, "the middle layer");

        var slot = bob.From(ada, "camera")!;
        Assert.Equal(0, slot.KeyframeRequestsSent);
        Assert.InRange(slot.Frames - slot.DecodableFrames, 0, 2);
    }

    [Fact]
    public async Task Ten_participants_exchange_media_and_one_leaves()
    {
        var small = new HeadlessOptions
        {
            CameraLayers = [new VideoLayer(320, 180, 15, 100_000), new VideoLayer(640, 360, 15, 250_000)],
        };
        var everyone = Enumerable.Range(0, 10).Select(index => _conference.Join(small with { MicLevel = (byte)(20 + 5 * index) })).ToArray();
        foreach (var member in everyone)
        {
            member.Publish(PublishedSources.MicAndCamera);
            member.Show(320, 180, [.. everyone.Where(other => other != member)]);
        }

        foreach (var member in everyone)
        {
            foreach (var other in everyone.Where(other => other != member))
                await member.UntilAsync(() => member.From(other, "camera")?.DecodableFrames > 15, $"video of {other.Number}");
            await member.UntilAsync(() => member.Received.Count(slot => slot.Kind == "mic" && slot.Packets > 20) >= 5, "the five loudest");
        }

        var leaver = everyone[^1];
        var rest = everyone[..^1];
        _conference.Leave(leaver);
        foreach (var member in rest)
            await member.UntilAsync(() => member.From(leaver, "camera") is null, "the slot of who left to become empty");

        var seen = rest.ToDictionary(member => member, member => member.From(rest[member == rest[0] ? 1 : 0], "camera")!.DecodableFrames);
        foreach (var member in rest)
            await member.UntilAsync(() => member.From(rest[member == rest[0] ? 1 : 0], "camera")!.DecodableFrames > seen[member] + 15, "video to go on");
    }

    [Theory]
    [InlineData(0.05, 0)]
    [InlineData(0, 0.05)]
    [InlineData(0.10, 0.10)]
    public async Task Lost_packets_are_repaired_on_both_legs(double uplinkLoss, double downlinkLoss)
    {
        var ada = _conference.Join(new HeadlessOptions { SendLoss = uplinkLoss });
        var bob = _conference.Join(new HeadlessOptions { ReceiveLoss = downlinkLoss });
        ada.Publish(PublishedSources.MicAndCamera);
        bob.Show(1280, 720, ada);
        await bob.UntilAsync(() => bob.From(ada, "camera")?.Frames > 240, "eight seconds of video");

        var slot = bob.From(ada, "camera")!;
        Assert.True(slot.DecodableFrames > slot.Frames * 0.9, $"{slot}");
        Assert.True(slot.Lost < slot.Packets / 50, $"{slot}");
        Assert.True(uplinkLoss == 0 || ada.Loop.Media.SentStats().Sum(stream => stream.Retransmitted) > 20, "the publisher was not asked for lost packets");
        Assert.True(downlinkLoss == 0 || slot.Recovered > 20, $"{slot}");
    }

    [Fact]
    public async Task A_shared_screen_arrives_beside_the_camera()
    {
        var (ada, bob) = (_conference.Join(new HeadlessOptions()), _conference.Join(new HeadlessOptions()));
        ada.Publish(new PublishedSources(Mic: true, Camera: true, Screen: true, ScreenAudio: true));
        Assert.True(bob.ShowAll(ada));
        await bob.UntilAsync(() => bob.From(ada, "screen") is { DecodableFrames: > 10, Width: 1920 }, "the screen");
        await bob.UntilAsync(() => bob.From(ada, "camera")?.DecodableFrames > 10, "the camera");
        await bob.UntilAsync(() => bob.From(ada, "screen-audio")?.Packets > 20, "the sound of the screen");
    }
}
