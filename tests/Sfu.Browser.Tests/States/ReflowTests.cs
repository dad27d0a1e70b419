using Microsoft.Playwright;
using Sfu.Browser.Tests.Moderation;
using Sfu.Browser.Tests.Privacy;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.States;

/// <summary>The page at 200 % zoom (1280×800 leaves 640×400) and at a width of 320 CSS pixels, in the language of the longer words.</summary>
[Trait("Category", "Browser")]
public sealed class ReflowTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>What can be used while a panel lies over the stage.</summary>
    private static readonly string[] BesideThePanel = [".topbar", ".panel", ".toolbar"];

    [Theory]
    [InlineData(640, 400)]
    [InlineData(320, 568)]
    public async Task Zoomed_in_everything_fits_can_be_reached_and_read(int width, int height)
    {
        var device = new BrowserNewContextOptions
        {
            Locale = "de-DE",
            ViewportSize = new ViewportSize { Width = width, Height = height },
            DeviceScaleFactor = 2,
            ReducedMotion = ReducedMotion.Reduce,
        };
        await using var context = await fixture.Browser.OpenContextAsync(device);
        var page = await context.NewPageAsync();
        var reflow = new Reflow(page);
        await page.GotoAsync(fixture.Server.BaseAddress.AbsoluteUri);
        await page.GetByTestId("consent-accept").WaitForAsync();
        await reflow.AtAsync("consent", ".consent");
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("home");
        await reflow.AtAsync("home");

        var room = fixture.NewRoom();
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.StateIsAsync("prejoin");
        await reflow.AtAsync("entry");
        await page.GetByTestId("prejoin-name").FillAsync("Wolfgang-Amadeus Hohenlohe");
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        await reflow.AtAsync("alone");
        await using var crowd = new Crowd(fixture.Server.BaseAddress, room);
        await crowd.GrowToAsync(3);
        await Expect(page.GetByTestId("tile")).ToHaveCountAsync(4);
        await reflow.AtAsync("meeting");

        await OpenAsync(page, "chat");
        await page.GetByTestId("chat-input").FillAsync("Die Tagesordnung: https://example.org/ein/langer/weg/zur/tagesordnung-der-jahreshauptversammlung");
        await page.GetByTestId("chat-input").PressAsync("Enter");
        await page.GetByTestId("chat-message").WaitForAsync();
        await reflow.AtAsync("chat", BesideThePanel);
        await OpenAsync(page, "people");
        await page.GetByTestId("person").First.WaitForAsync();
        await reflow.AtAsync("people", BesideThePanel);
        await page.GetByTestId("person-menu").First.ClickAsync();
        await reflow.AtAsync("person", ".person-acts");
        await page.Keyboard.PressAsync("Escape");
        await OpenAsync(page, "polls");
        await page.GetByTestId("poll-create").ClickAsync();
        await page.GetByTestId("poll-preset").ClickAsync();
        await reflow.AtAsync("poll form", BesideThePanel);
        await OpenAsync(page, "polls");
        await Expect(page.Locator(".panel")).ToHaveCountAsync(0);

        await page.GetByTestId("toolbar-more").ClickAsync();
        await reflow.AtAsync("more controls", ".tool-menu");
        await page.GetByTestId("toolbar-settings").ClickAsync();
        foreach (var part in (string[])["sound", "video", "look", "hints", "keys", "device", "help"])
        {
            await page.GetByTestId("settings-" + part).ClickAsync();
            await reflow.AtAsync("settings, " + part, "[data-testid=settings]");
        }

        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("room-invite").ClickAsync();
        await page.GetByTestId("invite-link").WaitForAsync();
        await reflow.AtAsync("invitation", "[data-testid=invite]");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByTestId("room-settings-open").ClickAsync();
        await page.GetByTestId("room-lobby").CheckAsync();
        await reflow.AtAsync("room settings", "[data-testid=room-settings]");
        await page.Keyboard.PressAsync("Escape");

        await using var visitor = await Member.AtDoorAsync(fixture, room, "Bela", "de-DE", width, height);
        await visitor.JoinAsync("lobby");
        var outside = new Reflow(visitor.Page);
        await outside.AtAsync("lobby");
        await Expect(page.GetByTestId("lobby-admit")).ToBeVisibleAsync();
        await reflow.AtAsync("somebody knocks", ".banners");
        await page.GetByTestId("lobby-admit").ClickAsync();
        await visitor.WaitForStateAsync("room");
        await visitor.Get("toolbar-leave").ClickAsync();
        await visitor.WaitForStateAsync("left");
        await outside.AtAsync("left");
        reflow.FoundNothing();
        outside.FoundNothing();
    }

    /// <summary>Opens or closes a panel, whose button may wait in the menu.</summary>
    private static async Task OpenAsync(IPage page, string panel)
    {
        if (!await page.GetByTestId("toolbar-" + panel).IsVisibleAsync()) { await page.GetByTestId("toolbar-more").ClickAsync(); }
        await page.GetByTestId("toolbar-" + panel).ClickAsync();
    }
}
