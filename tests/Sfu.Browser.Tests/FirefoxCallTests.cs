using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests;

/// <summary>
/// Firefox never sends a connectivity check to 127.0.0.1, so here server and browsers share a network namespace with an address
/// and a default route. The page itself is loaded from 127.0.0.1: only there does plain HTTP count as a secure context.
/// </summary>
[Trait("Category", "Browser")]
public sealed class FirefoxCallTests : IAsyncLifetime
{
    private static readonly TimeSpan LargeVideoLimit = TimeSpan.FromSeconds(60);

    private readonly List<RoomPage> _people = [];
    private NetworkNamespace _host = null!;
    private ServerProcess _server = null!;
    private ChromiumBrowser _chromium = null!;

    public async Task InitializeAsync()
    {
        _host = await NetworkNamespace.CreateAsync();
        // On an address others can reach, a room would need the creator code.
        _server = await ServerProcess.StartAsync(_host, "--Sfu:Rooms:Creation=open");
        _chromium = await ChromiumBrowser.StartAsync(_host);
    }

    [Fact]
    public async Task Firefox_and_two_Chromium_participants_see_and_hear_one_another()
    {
        _people.Add(new RoomPage(await FirefoxPage.StartAsync(_host), "Fox"));
        _people.Add(new RoomPage(await _chromium.OpenPageAsync(), "Ada"));
        _people.Add(new RoomPage(await _chromium.OpenPageAsync(), "Bela"));
        await Task.WhenAll(_people.Select(person => person.EnterWithCameraAndMicAsync(_server.BaseAddress, "mixed")));
        var (fox, ada, bela) = (_people[0], _people[1], _people[2]);

        await Task.WhenAll(
            from viewer in _people from other in _people where viewer != other
            select viewer.SeesAsync(other.Name, "camera", 640, LargeVideoLimit));
        await Task.WhenAll(
            from viewer in _people from other in _people where viewer != other
            select viewer.HearsAsync(other.Name, Patience.Limit));

        var descriptions = (await fox.SpyAsync()).SetRemoteDescription;
        await fox.TurnAsync("camera", false);
        await ada.UntilAsync(
            async () => (await ada.TilesAsync()).Any(tile => tile is { Name: "Fox", Camera: "off", ShowsVideo: false }), Patience.Limit, "shows Fox without video");
        await fox.TurnAsync("camera", true);
        await ada.SeesAsync("Fox", "camera", 1, LargeVideoLimit);
        Assert.Equal(descriptions, (await fox.SpyAsync()).SetRemoteDescription);

        await bela.LeaveAsync();
        await fox.UntilAsync(async () => (await fox.TilesAsync()).All(tile => tile.Name != "Bela"), Patience.Limit, "shows no Bela any more");
        await fox.LeaveAsync();
        await ada.UntilAsync(async () => (await ada.TilesAsync()).All(tile => tile.Name != "Fox"), Patience.Limit, "shows no Fox any more");
    }

    public async Task DisposeAsync()
    {
        foreach (var person in _people) { await person.DisposeAsync(); }
        await _chromium.DisposeAsync();
        await using (_host)
        await using (_server)
        {
            await _server.StopAsync();
        }
    }
}
