using Sfu.Client;
using Sfu.Client.Hub;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.Client;

/// <summary>
/// Headless participants in the real server, started as users start it: hub, rooms, worker and media together. Stopping
/// the server asserts that it complained about nothing.
/// </summary>
[Collection(MediaLoad.Name)]
public sealed class HeadlessParticipantTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Two small layers, so that ten participants fit beside other work on a small machine.</summary>
    private static readonly HeadlessOptions Small = new()
    {
        CameraLayers = [new VideoLayer(320, 180, 15, 100_000), new VideoLayer(640, 360, 15, 250_000)],
    };

    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));
    private readonly List<HeadlessParticipant> _participants = [];
    private ServerProcess? _server;

    private ServerProcess Server => _server!;

    public async Task InitializeAsync() => _server = await ServerProcess.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var participant in _participants)
            await participant.DisposeAsync();
        await Server.StopAsync();
        await Server.DisposeAsync();
    }

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Two_participants_hear_and_see_each_other()
    {
        var (ada, bob) = (await JoinAsync("Ada"), await JoinAsync("Bob"));
        await UntilAsync(() => ada.Others.Count == 1 && bob.Others.Count == 1, "each to know of the other");
        Assert.Equal("Bob", ada.Others.Single().Name);

        await ada.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await bob.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await ShowAsync(ada, 1280, 720, bob);
        await ShowAsync(bob, 320, 180, ada);

        await UntilAsync(() => From(ada, bob, "mic")?.Frames > 50 && From(bob, ada, "mic")?.Frames > 50, "audio both ways");
        await UntilAsync(() => From(ada, bob, "camera") is { DecodableFrames: > 30, Width: 1280 }, "the large picture");
        await UntilAsync(() => From(bob, ada, "camera") is { DecodableFrames: > 30, Width: 320 }, "the small picture");
        await UntilAsync(() => ada.Others.Single() is { Mic: true, Camera: true }, "the roster to say what the other publishes");
        await UntilAsync(() => ada.Speakers.Contains(bob.Id), "the other to be named as a speaker");
        Assert.All(_participants, participant => Assert.Equal(0, participant.Stats().RefusedPackets + participant.Stats().UnknownPackets));
    }

    [Fact]
    public async Task A_camera_goes_off_and_on_again()
    {
        var (ada, bob) = (await JoinAsync("Ada"), await JoinAsync("Bob"));
        await ada.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await ShowAsync(bob, 640, 360, ada);
        await UntilAsync(() => From(bob, ada, "camera")?.DecodableFrames > 20, "video");

        await ada.SetPublishingAsync(new PublishedSources(Mic: true), _limit.Token);
        await UntilAsync(() => From(bob, ada, "camera") is null && bob.Others.Single() is { Mic: true, Camera: false }, "the camera to be off");

        await ada.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await UntilAsync(() => From(bob, ada, "camera") is { DecodableFrames: > 40, Keyframes: >= 2 }, "video again");
    }

    [Fact]
    public async Task Ten_participants_exchange_media_and_one_leaves()
    {
        for (var i = 0; i < 10; i++)
            await JoinAsync($"Guest {i}", Small with { MicLevel = (byte)(20 + 5 * i) });
        foreach (var participant in _participants)
        {
            await participant.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
            await ShowAsync(participant, 320, 180, [.. _participants.Where(other => other != participant)]);
        }

        await UntilAsync(
            () => _participants.All(viewer => _participants.All(other => other == viewer || From(viewer, other, "camera")?.DecodableFrames > 15)),
            "everybody to see everybody");
        await UntilAsync(
            () => _participants.All(listener => listener.Stats().Received.Count(slot => slot.Kind == "mic" && slot.Packets > 20) >= 5),
            "everybody to hear the five loudest");

        var leaver = _participants[^1];
        _participants.Remove(leaver);
        await leaver.LeaveAsync(_limit.Token);
        await leaver.DisposeAsync();
        await UntilAsync(
            () => _participants.All(viewer => viewer.Others.Count == 8 && From(viewer, leaver, "camera") is null), "everybody to see one go");

        var before = _participants.ToDictionary(viewer => viewer, Frames);
        await UntilAsync(() => _participants.All(viewer => Frames(viewer) > before[viewer] + 8 * 15), "video to go on");
    }

    [Fact]
    public async Task A_participant_whose_connection_breaks_vanishes_for_the_others()
    {
        var (ada, bob) = (await JoinAsync("Ada"), await JoinAsync("Bob"));
        await UntilAsync(() => bob.Others.Count == 1, "the other");
        _participants.Remove(ada);
        await ada.DisposeAsync();
        await UntilAsync(() => bob.Others.Count == 0, "the other to vanish");
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        await using var other = await ServerProcess.StartAsync();
        await using var ada = await HeadlessParticipant.JoinAsync(other.BaseAddress, "room", "Ada", null, _limit.Token);
        await ada.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await other.StopAsync();
        Assert.Equal("server-stopping", await ada.Closed.WaitAsync(Limit));
    }

    [Fact]
    public async Task Rooms_hear_nothing_of_each_other()
    {
        var (ada, bob) = (await JoinAsync("Ada", room: "one"), await JoinAsync("Bob", room: "two"));
        await ada.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await bob.SetPublishingAsync(PublishedSources.MicAndCamera, _limit.Token);
        await UntilAsync(() => ada.Stats().Sent[0].Packets > 100 && bob.Stats().Sent[0].Packets > 100, "two seconds of media");
        Assert.Empty(ada.Others);
        Assert.All(ada.Stats().Received.Concat(bob.Stats().Received), slot => Assert.Equal(0, slot.Packets));
    }

    [Fact]
    public async Task What_the_hub_refuses_comes_back_as_its_code()
    {
        var refused = await Assert.ThrowsAsync<HubRefusedException>(
            () => HeadlessParticipant.JoinAsync(Server.BaseAddress, "a room", "", null, _limit.Token));
        Assert.Equal("name-invalid", refused.Code);
    }

    private static ReceivedStats? From(HeadlessParticipant viewer, HeadlessParticipant other, string kind) =>
        viewer.Stats().Received.FirstOrDefault(slot => slot.ParticipantId == other.Id && slot.Kind == kind);

    private static long Frames(HeadlessParticipant viewer) => viewer.Stats().Received.Sum(slot => slot.Width > 0 ? slot.DecodableFrames : 0);

    private static Task ShowAsync(HeadlessParticipant viewer, int width, int height, params HeadlessParticipant[] others) =>
        viewer.SetViewAsync([.. others.Select(other => new ViewItem(other.Id, "camera", width, height))]);

    private async Task<HeadlessParticipant> JoinAsync(string name, HeadlessOptions? options = null, string room = "room")
    {
        var participant = await HeadlessParticipant.JoinAsync(Server.BaseAddress, room, name, options, _limit.Token);
        _participants.Add(participant);
        return participant;
    }

    private async Task UntilAsync(Func<bool> condition, string what) => await Until.TrueAsync(
        () => Task.FromResult(condition()), Limit,
        () => $"{what}\n{string.Join('\n', _participants.Select(Describe))}\n{Server.Describe()}");

    private static string Describe(HeadlessParticipant participant)
    {
        var stats = participant.Stats();
        var slots = stats.Received.Where(slot => slot.Packets > 0 || slot.ParticipantId is not null).Select(slot => $"\n  {slot}");
        return $"{participant.Name} ({participant.Id}): {stats.Failure} refused {stats.RefusedPackets} unknown {stats.UnknownPackets}{string.Concat(slots)}";
    }
}
