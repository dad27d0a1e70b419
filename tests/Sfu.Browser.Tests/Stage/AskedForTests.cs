using Sfu.Client;

namespace Sfu.Browser.Tests.Stage;

/// <summary>A page asks for what is seen, at the size at which it is seen, and for nothing else.</summary>
[Trait("Category", "Browser")]
public sealed class AskedForTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>Keeps how long the window had kept its size whenever the page asked, by the page's own clock.</summary>
    private const string NotePauses = """
        window.pausesMs = [];
        let resizedMs = null;
        addEventListener('resize', () => (resizedMs = performance.now()));
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) {
          if (resizedMs !== null && String(data).includes('"SetView"')) window.pausesMs.push(performance.now() - resizedMs);
          return send.call(this, data);
        };
        """;

    [Fact]
    public async Task Only_the_people_of_the_shown_page_are_asked_for_and_tiles_keep_their_places()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 28, new PublishedSources(Camera: true), framesPerSecond: 2);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count == 26, "shows as many as there are slots, and herself");
        await ada.UntilAsksAsync(view => view.Count == 25, "asks for those who are shown, not for herself");
        var first = await ada.TilesAsync();
        var asked = ada.Views[^1];

        await ada.Page.GetByTestId("pager-next").ClickAsync();

        await ada.UntilTilesAsync(tiles => tiles.Count == 4, "shows the other three, and herself");
        await ada.UntilAsksAsync(view => view.Count == 3, "asks for three");
        Assert.Empty(ada.Views[^1].Select(item => item.ParticipantId).Intersect(asked.Select(item => item.ParticipantId)));
        var second = await ada.TilesAsync();
        Assert.All(second, tile => Assert.Contains(first, other => (other.X, other.Y, other.Width, other.Height) == (tile.X, tile.Y, tile.Width, tile.Height)));
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 3, "has a video for each of the three");
        Assert.Equal(3, await ada.Page.Locator("video").CountAsync());
        Assert.All(ada.Views, view => Assert.True(view.Count <= 25));
    }

    [Fact]
    public async Task A_hidden_page_asks_for_nothing_draws_nothing_and_gets_nothing()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 4, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 4, "has four videos");

        await ada.HideAsync();
        await ada.UntilAsksAsync(view => view.Count == 0, "asks for nothing");
        Assert.Equal(0, await ada.Page.Locator("video").CountAsync());
        await ada.Person.UntilAsync(async () => await DownBpsAsync(ada) < 20_000, StagePage.Limit, "gets next to nothing");

        await ada.HideAsync(false);
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 4, "has four videos again");
        await ada.Person.UntilAsync(async () => await DownBpsAsync(ada) > 20_000, StagePage.Limit, "gets them again");
    }

    [Fact]
    public async Task On_a_phone_nothing_is_asked_for_under_an_open_panel()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", 390, 844);
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 3, "has three videos");

        await ada.Page.GetByTestId("toolbar-chat").ClickAsync();
        await ada.UntilAsksAsync(view => view.Count == 0, "asks for nothing");
        Assert.Equal(0, await ada.Page.Locator("video").CountAsync());

        await ada.Page.GetByTestId("toolbar-chat").ClickAsync();
        await ada.UntilAsksAsync(view => view.Count == 3, "asks for all three again");
    }

    [Fact]
    public async Task A_window_that_is_resized_asks_for_the_new_sizes_when_that_pauses()
    {
        const int ShortestPauseMs = 100;
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 2, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", script: NotePauses);
        await ada.UntilAsksAsync(view => view.Count == 2, "asks for two");
        var width = ada.Views[^1][0].Width;

        foreach (var step in Enumerable.Range(1, 20)) { await ada.Page.SetViewportSizeAsync(1280 - (20 * step), 800 - (10 * step)); }

        await ada.UntilAsksAsync(view => view[0].Width < width, "asks for smaller pictures");
        await ada.Person.UntilAsync(
            async () => ada.Views[^1][0].Width == await CoveringAsync(ada, "Guest 1"), StagePage.Limit, "asks for the size at which she sees them");
        // On a slow machine there are pauses between the steps too.
        var pausesMs = await ada.Page.EvaluateAsync<double[]>("window.pausesMs");
        Assert.NotEmpty(pausesMs);
        Assert.All(pausesMs, pauseMs => Assert.True(pauseMs >= ShortestPauseMs, $"asked {pauseMs:0} ms after a step"));
    }

    private static Task<double> DownBpsAsync(StagePage page) => page.Page.EvaluateAsync<double>("window.sfu.stats().then((stats) => stats.downBps)");

    /// <summary>Width of a 16:9 picture that fills the tile.</summary>
    private static async Task<double> CoveringAsync(StagePage page, string name)
    {
        var tile = (await page.TilesAsync()).Single(tile => tile.Name == name);
        return Math.Round(Math.Max(tile.Width, tile.Height * 16 / 9));
    }
}
