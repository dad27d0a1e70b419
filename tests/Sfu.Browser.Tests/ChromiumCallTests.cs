using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests;

[Trait("Category", "Browser")]
public sealed class ChromiumCallTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>, IAsyncLifetime
{
    /// <summary>Simulcast, decoding and the two cores of a test machine need some time to reach the large layer.</summary>
    private static readonly TimeSpan LargeVideoLimit = TimeSpan.FromSeconds(45);

    /// <summary>A connection that breaks off may come back within a minute; one that says goodbye is awaited for ten seconds.</summary>
    private static readonly TimeSpan GraceLimit = TimeSpan.FromMinutes(1) + Patience.Limit;

    private readonly List<RoomPage> _people = [];

    [Fact]
    public async Task Three_participants_see_one_another_at_a_large_tile_and_hear_one_another()
    {
        var people = await MeetAsync("Ada", "Bela", "Cleo");

        await ForEachPairAsync(people, (viewer, other) => viewer.SeesAsync(other.Name, "camera", 640, LargeVideoLimit));
        await ForEachPairAsync(people, (viewer, other) => viewer.HearsAsync(other.Name, Patience.Limit));
        foreach (var person in people)
        {
            Assert.Equal(1, (await person.SpyAsync()).PeerConnections);
        }
    }

    [Fact]
    public async Task A_camera_goes_off_and_on_again_without_another_description()
    {
        var people = await MeetAsync("Ada", "Bela");
        var (ada, bela) = (people[0], people[1]);
        await bela.SeesAsync("Ada", "camera", 1, LargeVideoLimit);
        var before = (await ada.SpyAsync(), await bela.SpyAsync());

        await ada.TurnAsync("camera", false);
        await bela.UntilAsync(
            async () => (await bela.TilesAsync()).Any(tile => tile is { Name: "Ada", Kind: "camera", Camera: "off", ShowsVideo: false }),
            Patience.Limit, "shows Ada without video");
        await ada.TurnAsync("camera", true);
        await bela.SeesAsync("Ada", "camera", 1, LargeVideoLimit);

        var (adaAfter, belaAfter) = (await ada.SpyAsync(), await bela.SpyAsync());
        Assert.Equal(before.Item1.SetRemoteDescription, adaAfter.SetRemoteDescription);
        Assert.Equal(before.Item1.SetLocalDescription, adaAfter.SetLocalDescription);
        Assert.Equal(before.Item2, belaAfter);
        Assert.Equal(1, adaAfter.SetRemoteDescription);
    }

    [Fact]
    public async Task A_fourth_who_joins_late_sees_video_within_two_seconds()
    {
        var room = fixture.NewRoom();
        var people = await MeetInAsync(room, "Ada", "Bela", "Cleo");
        await ForEachPairAsync(people, (viewer, other) => viewer.SeesAsync(other.Name, "camera", 1, LargeVideoLimit));
        var late = await NewPersonAsync("Dora");
        await late.OpenAsync(fixture.Server.BaseAddress, room);

        await late.JoinAsync();
        await late.UntilAsync(
            async () =>
            {
                var sources = await late.SourcesAsync();
                return people.All(other => sources.Any(source => source.Name == other.Name && source is { Kind: "camera", FramesDecoded: > 0 }));
            },
            TimeSpan.FromSeconds(2),
            "has decoded a frame of everyone");
    }

    [Fact]
    public async Task When_one_leaves_their_tile_vanishes_everywhere()
    {
        var people = await MeetAsync("Ada", "Bela", "Cleo");
        await ForEachPairAsync(people, (viewer, other) => viewer.SeesAsync(other.Name, "camera", 1, LargeVideoLimit));

        await people[2].LeaveAsync();

        foreach (var person in people.Take(2))
        {
            await person.UntilAsync(
                async () => (await person.TilesAsync()).All(tile => tile.Name != "Cleo") && (await person.SourcesAsync()).All(source => source.Name != "Cleo"),
                Patience.Limit, "shows and receives nothing of Cleo any more");
        }

        await people[0].SeesAsync("Bela", "camera", 1, Patience.Limit);
    }

    [Fact]
    public async Task A_closed_browser_is_awaited_for_a_minute_at_most_and_then_vanishes()
    {
        var people = await MeetAsync("Ada", "Bela");
        await people[0].SeesAsync("Bela", "camera", 1, LargeVideoLimit);

        await people[1].DisposeAsync();
        _people.Remove(people[1]);

        await people[0].UntilAsync(async () => (await people[0].TilesAsync()).All(tile => tile.Name != "Bela"), GraceLimit, "shows no Bela any more");
    }

    [Fact]
    public async Task A_shared_screen_is_a_tile_of_its_own_beside_the_camera()
    {
        var people = await MeetAsync("Ada", "Bela");
        var (ada, bela) = (people[0], people[1]);
        await bela.SeesAsync("Ada", "camera", 1, LargeVideoLimit);

        await ada.TurnAsync("screen", true);
        await bela.SeesAsync("Ada", "screen", 640, LargeVideoLimit);
        var kinds = (await bela.TilesAsync()).Where(tile => tile.Name == "Ada").Select(tile => tile.Kind).Order();
        Assert.Equal(["camera", "screen"], kinds);

        await ada.TurnAsync("screen", false);
        await bela.UntilAsync(
            async () => (await bela.TilesAsync()).All(tile => tile.Kind != "screen"), Patience.Limit, "shows no screen any more");
        await bela.SeesAsync("Ada", "camera", 1, Patience.Limit);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var person in _people) { await person.DisposeAsync(); }
    }

    private Task<List<RoomPage>> MeetAsync(params string[] names) => MeetInAsync(fixture.NewRoom(), names);

    private async Task<List<RoomPage>> MeetInAsync(string room, params string[] names)
    {
        var people = new List<RoomPage>();
        foreach (var name in names) { people.Add(await NewPersonAsync(name)); }
        await Task.WhenAll(people.Select(person => person.EnterWithCameraAndMicAsync(fixture.Server.BaseAddress, room)));
        return people;
    }

    private async Task<RoomPage> NewPersonAsync(string name)
    {
        var person = await fixture.NewPersonAsync(name);
        _people.Add(person);
        return person;
    }

    private static Task ForEachPairAsync(IReadOnlyList<RoomPage> people, Func<RoomPage, RoomPage, Task> check) =>
        Task.WhenAll(from viewer in people from other in people where viewer != other select check(viewer, other));
}
