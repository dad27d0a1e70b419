using Sfu.Client;

namespace Sfu.Browser.Tests.Stage;

/// <summary>Who is large: pinned, shared or speaking.</summary>
[Trait("Category", "Browser")]
public sealed class LargePictureTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private static readonly PublishedSources Camera = new(Camera: true);

    [Fact]
    public async Task A_tile_is_pinned_and_let_go_by_its_menu_by_a_double_click_and_by_the_keyboard()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, Camera);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count == 4 && tiles.All(tile => !tile.Large), "shows four alike");

        await ada.ChooseOnTileAsync("Guest 2", "pin");
        await ada.UntilLargeIsAsync("Guest 2");
        var tiles = await ada.TilesAsync();
        Assert.True(tiles.Single(tile => tile.Large).Width > 2 * tiles.Where(tile => !tile.Large).Max(tile => tile.Width));

        await ada.Page.DoubleClickAsync(ada.Tile("Guest 3"));
        await ada.UntilLargeIsAsync("Guest 3");
        await ada.Page.DoubleClickAsync(ada.Tile("Guest 3"));
        await ada.UntilLargeIsAsync(null);

        await ada.Menu("Guest 1").FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowRight");
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Page.Locator("[data-action=pin]:focus").WaitForAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.UntilLargeIsAsync("Guest 2");
        Assert.Equal("Guest 2", await ada.Page.EvaluateAsync<string>("document.activeElement.closest('[data-testid=tile]').dataset.name"));
    }

    [Fact]
    public async Task The_stage_is_one_stop_of_the_tab_key()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, Camera);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count == 4, "shows four");

        await ada.Menu("Guest 1").FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowDown");
        await ada.Page.Keyboard.PressAsync("Tab");

        Assert.False(await ada.Page.EvaluateAsync<bool>("document.activeElement.closest('[data-testid=tile]') !== null"));
        await ada.Page.Keyboard.PressAsync("Shift+Tab");
        Assert.Equal("Guest 3", await ada.Page.EvaluateAsync<string>("document.activeElement.closest('[data-testid=tile]').dataset.name"));
    }

    [Fact]
    public async Task The_speaker_view_follows_whoever_speaks_and_marks_them()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, Camera);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.ChooseViewAsync("layout-speaker");

        await crowd[1].SetPublishingAsync(PublishedSources.MicAndCamera);
        await ada.UntilLargeIsAsync("Guest 2");
        await ada.UntilTilesAsync(tiles => tiles.Where(tile => tile.Speaking).Select(tile => tile.Name).SequenceEqual(["Guest 2"]), "marks who speaks, and nobody else");

        await crowd[1].SetPublishingAsync(Camera);
        await crowd[2].SetPublishingAsync(PublishedSources.MicAndCamera);
        await ada.UntilLargeIsAsync("Guest 3");

        await crowd[2].SetPublishingAsync(Camera);
        await ada.UntilTilesAsync(tiles => tiles.All(tile => !tile.Speaking), "marks nobody any more");
        await ada.UntilLargeIsAsync("Guest 3");
        await ada.ChooseViewAsync("layout-grid");
        await ada.UntilLargeIsAsync(null);
    }

    [Fact]
    public async Task A_shared_screen_is_large_while_it_lasts_and_of_several_one_chooses()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, Camera);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count == 4, "shows four");

        await crowd[0].SetPublishingAsync(new PublishedSources(Camera: true, Screen: true));
        await ada.UntilLargeIsAsync("Guest 1", "screen");
        Assert.Contains(await ada.TilesAsync(), tile => tile is { Name: "Guest 1", Kind: "camera", Large: false });
        await crowd[1].SetPublishingAsync(new PublishedSources(Screen: true));
        await ada.UntilLargeIsAsync("Guest 2", "screen");
        await ada.Tile("Guest 1", "screen").ClickAsync();
        await ada.UntilLargeIsAsync("Guest 1", "screen");
        await ada.UntilAsksAsync(view => view[0].Kind == "screen" && view[0].Width > 2 * view[1].Width, "asks for the chosen screen at its size");

        await crowd[0].SetPublishingAsync(Camera);
        await ada.UntilLargeIsAsync("Guest 2", "screen");
        await crowd[1].SetPublishingAsync(Camera);
        await ada.UntilLargeIsAsync(null);
        await ada.UntilTilesAsync(tiles => tiles.Count == 4 && tiles.All(tile => tile.Kind == "camera"), "is back at the grid");
    }
}
