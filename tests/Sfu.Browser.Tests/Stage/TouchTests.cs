using Microsoft.Playwright;
using Sfu.Client;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Stage;

/// <summary>The stage and the controls on a phone, by finger.</summary>
[Trait("Category", "Browser")]
public sealed class TouchTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task A_finger_turns_the_page_makes_somebody_large_and_opens_what_has_no_room()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 12, PublishedSources.None);
        var context = await fixture.Browser.OpenContextAsync(new BrowserNewContextOptions
        {
            Locale = "en-GB",
            ViewportSize = new ViewportSize { Width = 390, Height = 844 },
            DeviceScaleFactor = 3,
            HasTouch = true,
            IsMobile = true,
        });
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", context);
        var (finger, stage) = (await Finger.OnAsync(ada.Page), ada.Page.Locator(".stage"));
        await PageIsAsync(ada, 1);
        var first = await NamesAsync(ada);

        await finger.SwipeAsync(stage, -200, 10);
        await PageIsAsync(ada, 2);
        Assert.Empty(first.Intersect(await NamesAsync(ada)));
        await finger.SwipeAsync(stage, 0, -200);
        await finger.SwipeAsync(stage, -30, 0);
        await PageIsAsync(ada, 2);
        await finger.SwipeAsync(stage, 200, -10);
        await PageIsAsync(ada, 1);
        Assert.Equal(first, await NamesAsync(ada));

        await finger.TapAsync(ada.Tile("Guest 2"));
        await finger.TapAsync(ada.Tile("Guest 3"));
        await ada.UntilLargeIsAsync(null);
        await finger.DoubleTapAsync(ada.Tile("Guest 2"));
        await ada.UntilLargeIsAsync("Guest 2");
        await finger.DoubleTapAsync(ada.Tile("Guest 2"));
        await ada.UntilLargeIsAsync(null);
        Assert.Equal(1, await ada.Page.EvaluateAsync<double>("visualViewport.scale"));

        await finger.TapAsync(ada.Page.GetByTestId("toolbar-more"));
        await Expect(ada.Page.GetByTestId("toolbar-settings")).ToBeInViewportAsync(new() { Ratio = 1 });
        await finger.TapAsync(ada.Page.GetByTestId("toolbar-settings"));
        await Expect(ada.Page.GetByTestId("settings")).ToBeVisibleAsync();
        await Expect(ada.Page.GetByTestId("toolbar-settings")).ToHaveCountAsync(0);
    }

    private static Task PageIsAsync(StagePage person, int page) => Expect(person.Page.Locator(".pager > span")).ToContainTextAsync($"Page {page} of");

    private static async Task<IReadOnlyList<string>> NamesAsync(StagePage person) => [.. (await person.TilesAsync()).Where(tile => !tile.Self).Select(tile => tile.Name)];
}
