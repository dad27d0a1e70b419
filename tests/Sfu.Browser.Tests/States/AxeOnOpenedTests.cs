using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Moderation;
using Sfu.Browser.Tests.Pages;
using Sfu.Client;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.States;

/// <summary>axe on what opens over the room: dialogues, sheets and the menus of stage, tiles and devices, in both colour schemes.</summary>
[Trait("Category", "Browser")]
public sealed class AxeOnOpenedTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light, "en-GB")]
    [InlineData(ColorScheme.Dark, "de-DE")]
    public async Task Invitation_room_settings_sheets_and_menus_break_no_rule(ColorScheme scheme, string locale)
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada", locale);
        await ada.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await using var crowd = await Stage.Crowd.JoinAsync(fixture.Server.BaseAddress, room, 2, new PublishedSources(Camera: true));

        await ada.Get("room-invite").ClickAsync();
        await ada.Get("invite-moderator").CheckAsync();
        await Expect(ada.Get("invite-link")).ToHaveValueAsync(new Regex("#k="));
        await ada.Get("invite-qr").ClickAsync();
        await Expect(ada.Get("invite-qr-code")).ToBeVisibleAsync();
        await LookAndCloseAsync(ada, "invite");

        await ada.Get("room-settings-open").ClickAsync();
        await ada.Get("room-password").FillAsync("en passant");
        await ada.Get("room-password-set").ClickAsync();
        await Expect(ada.Get("room-password-remove")).ToBeVisibleAsync();
        await LookAndCloseAsync(ada, "room-settings");

        await ada.Get("view-menu").ClickAsync();
        await LookAndCloseAsync(ada, "menu");
        await ada.Page.Locator("[data-testid=tile][data-name=\"Guest 1\"]").GetByTestId("tile-menu").ClickAsync();
        await LookAndCloseAsync(ada, "menu");
        await ada.Page.Locator("[data-testid=tile][data-self=true]").GetByTestId("tile-menu").ClickAsync();
        await ada.Page.Locator("[data-action=self-float]").ClickAsync();
        await ada.Page.Locator("[data-testid=tile][data-floating=true]").GetByTestId("tile-menu").ClickAsync();
        await LookAndCloseAsync(ada, "menu");

        foreach (var device in (string[])["mic", "camera", "screen"])
        {
            await ada.Get($"toolbar-{device}-choose").ClickAsync();
            await LookAndCloseAsync(ada, "devices-" + device);
        }

        await ada.TurnAsync("camera", true);
        foreach (var (key, sheet) in new[] { ("?", "shortcuts"), ("i", "statistics") })
        {
            await ada.Page.Keyboard.PressAsync(key);
            await LookAndCloseAsync(ada, sheet);
        }

        await ada.Page.Keyboard.PressAsync(",");
        await ada.Get("settings-help").ClickAsync();
        await Expect(ada.Get("settings-diagnostics")).ToBeVisibleAsync();
        await LookAndCloseAsync(ada, "settings");

        await ada.OpenPeopleAsync();
        await ada.Get("people-more").ClickAsync();
        await ada.Get("room-end").ClickAsync();
        await Expect(ada.Get("room-end-confirm")).ToBeVisibleAsync();
        await ada.Page.AxeFindsNothingAsync("asked before the meeting ends for all");
        await ada.Get("room-end-confirm").ClickAsync();
        await ada.WaitForStateAsync("left");
        await ada.Page.AxeFindsNothingAsync("the meeting was ended");
        Assert.Empty(ada.Errors);
    }

    private static async Task LookAndCloseAsync(Member ada, string opened)
    {
        await Expect(ada.Get(opened)).ToBeVisibleAsync();
        await ada.Page.AxeFindsNothingAsync(opened);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Get(opened)).ToHaveCountAsync(0);
    }
}
