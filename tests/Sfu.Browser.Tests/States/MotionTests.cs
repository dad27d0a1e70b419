using Microsoft.Playwright;
using Sfu.Browser.Tests.Stage;
using Sfu.Client;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.States;

/// <summary>Who asked her system for little motion gets none, and misses nothing.</summary>
[Trait("Category", "Browser")]
public sealed class MotionTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>
    /// Keeps the name of everything that moves or fades for longer than a millisecond: looked for in every frame, and told by the browser, since on a
    /// busy machine the frames may be further apart than a short one lasts.
    /// </summary>
    private const string Watch = """
        window.moving = new Set();
        addEventListener('transitionrun', ({ propertyName, target }) => window.moving.add(`${propertyName} of ${target.className}`), true);
        addEventListener('animationstart', ({ animationName, target }) => window.moving.add(`${animationName} of ${target.className}`), true);
        (function look() {
          for (const animation of document.getAnimations()) {
            if (animation.playState === 'running' && animation.effect.getComputedTiming().activeDuration > 1) {
              window.moving.add(`${animation.animationName ?? animation.transitionProperty} of ${animation.effect.target.className}`);
            }
          }
          requestAnimationFrame(look);
        })();
        """;

    [Fact]
    public async Task With_reduced_motion_nothing_moves_and_reactions_and_announcements_still_come()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Stage.Crowd.JoinAsync(fixture.Server.BaseAddress, room, 2, PublishedSources.None);
        await using var still = await StagePage.EnterAsync(fixture, room, "Still", await WishingAsync(ReducedMotion.Reduce), Watch);
        await using var lively = await StagePage.EnterAsync(fixture, room, "Lively", await WishingAsync(ReducedMotion.NoPreference), Watch);
        StagePage[] both = [still, lively];

        foreach (var person in both)
        {
            await person.UntilTilesAsync(tiles => tiles.Count == 4, "shows four");
            await person.ChooseOnTileAsync(person.Person.Name, "self-float");
            await person.ChooseOnTileAsync(person.Person.Name, "self-move");
            await person.ChooseOnTileAsync("Guest 1", "pin");
            await person.Page.GetByTestId("toolbar-chat").ClickAsync();
            await Expect(person.Page.GetByTestId("chat-input")).ToBeVisibleAsync();
            await person.Page.GetByTestId("toolbar-people").ClickAsync();
            await person.Page.GetByTestId("person").First.WaitForAsync();
            await person.Page.GetByTestId("toolbar-settings").ClickAsync();
            await person.Page.GetByTestId("settings-sound").ClickAsync();
            await person.Page.GetByTestId("taste-noiseSuppression").UncheckAsync();
            await person.Page.Keyboard.PressAsync("Escape");
            await person.Person.TurnAsync("mic", true);
        }

        await crowd[0].SetPublishingAsync(new PublishedSources(Mic: true));
        await crowd[1].SetPublishingAsync(PublishedSources.MicAndCamera);
        // What is announced stays for some seconds only, so it is waited for from before it happens.
        var told = both.Select(person => AnnouncedAsync(person, "Late 1 has joined.")).ToList();
        await using var third = await Stage.Crowd.JoinAsync(fixture.Server.BaseAddress, room, 1, new PublishedSources(Camera: true), prefix: "Late");
        await Task.WhenAll(told);
        foreach (var person in both)
        {
            await person.UntilTilesAsync(tiles => tiles.Any(tile => tile.Speaking) && tiles.Count(tile => tile.Video == "plain") == 2, "marks who speaks and shows two pictures");
        }

        await lively.Page.GetByTestId("toolbar-reactions").ClickAsync();
        var reacted = Task.WhenAll(
            AnnouncedAsync(still, "Lively: Agree."),
            Expect(still.Page.Locator("[data-testid=floating-reaction][data-name=Lively]")).ToHaveCSSAsync("opacity", "1"),
            Expect(lively.Page.Locator("[data-testid=floating-reaction][data-name=Lively]")).ToBeVisibleAsync());
        await lively.Page.GetByTestId("reaction").First.ClickAsync();
        await reacted;
        foreach (var person in both) { await Expect(person.Page.GetByTestId("floating-reaction")).ToHaveCountAsync(0); }
        Assert.Equal("", await MovedAsync(still));

        // That the same was looked at where things do move shows that it would have been seen.
        var moved = await MovedAsync(lively);
        foreach (var one in (string[])["rise of rising", "opacity of tile", "transform of tile"]) { Assert.Contains(one, moved, StringComparison.Ordinal); }
    }

    private Task<IBrowserContext> WishingAsync(ReducedMotion wish) => fixture.Browser.OpenContextAsync(new BrowserNewContextOptions
    {
        Locale = "en-GB",
        ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        ReducedMotion = wish,
    });

    private static Task AnnouncedAsync(StagePage person, string sentence) => Expect(person.Page.GetByTestId("announcements")).ToContainTextAsync(sentence);

    private static Task<string> MovedAsync(StagePage person) => person.Page.EvaluateAsync<string>("[...window.moving].join('\\n')");
}
