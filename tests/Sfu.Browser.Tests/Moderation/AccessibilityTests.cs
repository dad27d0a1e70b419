using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>axe on everything that opens around the people of a room, in both colour schemes.</summary>
[Trait("Category", "Browser")]
public sealed class AccessibilityTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(ColorScheme.Light, "en-GB", 1280, 800)]
    [InlineData(ColorScheme.Dark, "de-DE", 390, 844)]
    public async Task The_list_its_menus_and_its_dialogues_break_no_rule(ColorScheme scheme, string locale, int width, int height)
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.OwnAsync(fixture, room, "Ada", "lobby: true, speaking: 'ask'", locale, width, height);
        // What moves would be measured half transparent.
        await ada.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await using var bela = await Member.AtDoorAsync(fixture, room, "Bela");
        await bela.JoinAsync("lobby");
        await Assertions.Expect(ada.Get("lobby-show")).ToBeVisibleAsync();
        await ada.Page.AxeFindsNothingAsync("somebody knocks");
        await ada.Get("lobby-admit").ClickAsync();
        await bela.WaitForStateAsync("room");
        await bela.Get("toolbar-hand").ClickAsync();
        await using var cleo = await Member.AtDoorAsync(fixture, room, "Cleo");
        await cleo.JoinAsync("lobby");

        if (width < 600)
        {
            await ada.Get("toolbar-more").ClickAsync();
            await ada.Page.AxeFindsNothingAsync("the menu of the toolbar");
        }
        else
        {
            await ada.Get("toolbar-reactions").ClickAsync();
            await ada.Page.AxeFindsNothingAsync("the choice of reactions");
        }

        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.Line("Bela")).ToHaveAttributeAsync("data-hand", "1");
        await ada.Page.AxeFindsNothingAsync("the list with a hand and somebody who knocks");
        await ada.Line("Bela").GetByTestId("person-menu").ClickAsync();
        await ada.Page.AxeFindsNothingAsync("what can be done about a person");
        await ada.Line("Bela").GetByTestId("person-remove").ClickAsync();
        await ada.Page.AxeFindsNothingAsync("asked before removing");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Get("lobby-reject-reason").ClickAsync();
        await ada.Page.AxeFindsNothingAsync("a reason to write");
        await ada.Page.Keyboard.PressAsync("Escape");
        await ada.Get("people-more").ClickAsync();
        await ada.Page.AxeFindsNothingAsync("what concerns everybody");
        await ada.Get("talk-times").ClickAsync();
        await Assertions.Expect(ada.Get("talk-line")).ToHaveCountAsync(2);
        await ada.Page.AxeFindsNothingAsync("the talk times");

        await bela.Get("toolbar-mic").ClickAsync();
        await bela.IsToldAsync("ask before you speak");
        await bela.Page.AxeFindsNothingAsync("told to ask first");
    }
}
