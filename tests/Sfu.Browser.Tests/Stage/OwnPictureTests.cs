using Sfu.Client;

namespace Sfu.Browser.Tests.Stage;

/// <summary>How one sees oneself, and videos outside their tiles.</summary>
[Trait("Category", "Browser")]
public sealed class OwnPictureTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task Ones_own_picture_is_mirrored_floats_is_moved_by_mouse_and_keys_is_hidden_and_comes_back()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 2, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.Person.TurnAsync("camera", true);
        await ada.UntilTilesAsync(
            tiles => tiles.OrderBy(tile => tile.Name).Select(tile => tile.Video).SequenceEqual(["mirrored", "plain", "plain"]), "sees herself, and only herself, as in a mirror");

        await ada.ChooseOnTileAsync("Ada", "self-float");
        await ada.UntilTilesAsync(tiles => tiles.SingleOrDefault(tile => tile.Self) is { Floating: true, Ready: true, X: > 900, Y: > 400 }, "shows herself in the lower right corner");

        await ada.Tile("Ada").HoverAsync(); // once it rests in its corner
        await ada.Page.Mouse.DownAsync();
        await ada.Page.Mouse.MoveAsync(150, 150, new() { Steps = 5 });
        await ada.Page.Mouse.UpAsync();
        await ada.UntilTilesAsync(tiles => tiles.SingleOrDefault(tile => tile.Self) is { X: < 100, Y: < 150 }, "shows herself in the upper left corner");

        await ada.Menu("Ada").FocusAsync();
        await ada.Page.Keyboard.PressAsync("ArrowRight");
        await ada.Page.Keyboard.PressAsync("ArrowDown");
        await ada.UntilTilesAsync(tiles => tiles.SingleOrDefault(tile => tile.Self) is { X: > 900, Y: > 400 }, "shows herself in the lower right corner again");

        await ada.ChooseOnTileAsync("Ada", "self-hide");
        await ada.UntilTilesAsync(tiles => tiles.Count == 2 && tiles.All(tile => !tile.Self), "does not show herself");
        await ada.Page.GetByTestId("self-show").ClickAsync();
        await ada.UntilTilesAsync(tiles => tiles.Count == 3 && tiles.SingleOrDefault(tile => tile.Self) is { Floating: false, Video: "mirrored" }, "shows herself among the others");
    }

    [Fact]
    public async Task Ones_own_shared_screen_is_never_shown_in_itself()
    {
        var room = fixture.NewRoom();
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.Person.TurnAsync("screen", true);
        await ada.UntilTilesAsync(tiles => tiles.Any(tile => tile.Kind == "screen"), "has a tile for her screen");
        Assert.Equal("none", (await ada.TilesAsync()).Single(tile => tile.Kind == "screen").Video);
        Assert.All(await ada.TilesAsync(), tile => Assert.False(tile.Large));
    }

    [Fact]
    public async Task One_tile_fills_the_screen_and_is_asked_for_at_that_size()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 3, "has three videos");

        await ada.ChooseOnTileAsync("Guest 2", "full-screen");
        await ada.Person.UntilAsync(
            () => ada.Page.EvaluateAsync<bool>("document.fullscreenElement?.dataset.name === 'Guest 2'"), StagePage.Limit, "has Guest 2 in full screen");
        await ada.UntilAsksAsync(view => view[0] is { Width: 1920, Height: 1080 } && view.Count == 3, "asks for Guest 2 at the size of a screen");

        await ada.Page.EvaluateAsync("document.exitFullscreen()");
        await ada.UntilAsksAsync(view => view.All(item => item.Width < 1920), "asks for the size of the tile again");
    }

    [Fact]
    public async Task A_video_in_a_window_of_its_own_goes_on_while_the_page_is_hidden()
    {
        var room = fixture.NewRoom();
        await using var bela = await StagePage.EnterAsync(fixture, room, "Bela", script: ColouredCamera.Script("red"));
        await bela.Person.TurnAsync("camera", true);
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 2, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Any(tile => tile is { Name: "Bela", Ready: true }), "sees Bela");

        await ada.ChooseOnTileAsync("Bela", "own-window");
        await ada.Person.UntilAsync(() => ada.Page.EvaluateAsync<bool>("document.pictureInPictureElement !== null"), StagePage.Limit, "has a window for one video");
        await ada.HideAsync();
        await ada.UntilAsksAsync(view => view.Count == 1, "asks for that one only");
        var before = await ada.Person.FramesFromAsync("Bela");
        await ada.Person.UntilAsync(async () => await ada.Person.FramesFromAsync("Bela") > before + 5, StagePage.Limit, "goes on getting it");

        await ada.Page.EvaluateAsync("document.exitPictureInPicture()");
        await ada.UntilAsksAsync(view => view.Count == 0, "asks for nothing");
    }
}
