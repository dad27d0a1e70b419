using System.Globalization;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Chat;
using Sfu.Browser.Tests.Moderation;
using Sfu.Browser.Tests.Privacy;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.States;

/// <summary>
/// Every state of the page at 1280×800, 390×844 and 844×390, in both languages and some in the dark: axe finds nothing, nothing sticks
/// out, and a screenshot of each is left for people to look at.
/// </summary>
[Trait("Category", "Browser")]
public sealed class StateTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    public static TheoryData<string> Languages => new("en-GB", "de-DE");

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_ways_in(string locale)
    {
        await using var context = await fixture.Browser.OpenContextAsync(locale, 1280, 800);
        // As from a mail program: a tab of its own with no way back, so that declining leads nowhere else.
        var mail = await context.NewPageAsync();
        await mail.SetContentAsync($"<a target=_blank rel='noopener noreferrer' href='{new Uri(fixture.Server.BaseAddress, fixture.NewRoom())}'>Meet</a>");
        var page = await context.RunAndWaitForPageAsync(() => mail.Locator("a").ClickAsync());
        var look = new Look(page, locale[..2]);
        await page.GetByTestId("consent-accept").WaitForAsync();
        await look.AtAsync("consent", darkToo: true);
        await page.GetByTestId("consent-decline").ClickAsync();
        await page.GetByTestId("consent-declined").WaitForAsync();
        await look.AtAsync("declined");
        await page.GetByTestId("consent-again").ClickAsync();
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("prejoin");
        await look.AtAsync("prejoin", darkToo: true);
        await page.GotoAsync(fixture.Server.BaseAddress.AbsoluteUri);
        await page.StateIsAsync("home");
        await look.AtAsync("home", darkToo: true);
        look.FoundNothing();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task The_lobby_from_both_sides(string locale)
    {
        var room = fixture.NewRoom();
        await using var owner = await Member.OwnAsync(fixture, room, "Ada", "lobby: true", locale);
        await using var visitor = await Member.AtDoorAsync(fixture, room, "Wolfgang-Amadeus Maximilian von Hohenlohe-Langenburg-Oehringen I", locale);
        await visitor.JoinAsync("lobby");
        var waiting = new Look(visitor.Page, locale[..2]);
        await waiting.AtAsync("lobby-waiting", darkToo: true);
        var knocked = new Look(owner.Page, locale[..2]);
        await Expect(owner.Banner).ToBeVisibleAsync();
        await knocked.AtAsync("lobby-knocked");
        await owner.OpenPeopleAsync();
        await knocked.AtAsync("lobby-queue", darkToo: true);
        waiting.FoundNothing();
        knocked.FoundNothing();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_room_of_one_to_nine(string locale) => await LookAtSizesAsync(locale, 1, 2, 3, 5, 9);

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_room_of_sixteen_to_fortynine(string locale) => await LookAtSizesAsync(locale, 16, 25, 49);

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Panels(string locale)
    {
        var room = fixture.NewRoom();
        await using var ada = await ChatPerson.EnterAsync(fixture, room, "Ada", locale);
        await using var crowd = new Crowd(fixture.Server.BaseAddress, room);
        await crowd.GrowToAsync(4);
        var look = new Look(ada.Page, locale[..2]);
        await ada.OpenAsync("chat");
        await look.AtAsync("chat-empty");
        await ada.SayAsync("Hello everybody: https://example.org/agenda");
        await ada.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await ada.SayAsync("Only for you 🎉");
        await ada.Input.FillAsync(string.Join(' ', Enumerable.Repeat("A long answer.", 270)));
        await Expect(ada.Messages).ToHaveCountAsync(2);
        await look.AtAsync("chat", darkToo: true);

        await ada.OpenAsync("polls");
        await ada.Get("poll-create").ClickAsync();
        await ada.Get("poll-question").FillAsync("Raise the fee?");
        await ada.Get("poll-preset").ClickAsync();
        await look.AtAsync("poll-form");
        await ada.Get("poll-start").ClickAsync();
        await ada.Get("poll-choice").First.WaitForAsync();
        await look.AtAsync("poll-ballot");
        await ada.Get("poll-choice").First.CheckAsync();
        await ada.Get("poll-vote").ClickAsync();
        await ada.Get("poll-result").First.WaitForAsync();
        await look.AtAsync("poll-result", darkToo: true);

        await ada.OpenAsync("people");
        await ada.Get("person").First.WaitForAsync();
        await look.AtAsync("people", darkToo: true);
        look.FoundNothing();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Dialogues(string locale)
    {
        var room = fixture.NewRoom();
        await using var ada = await ChatPerson.EnterAsync(fixture, room, "Ada", locale);
        await using var crowd = new Crowd(fixture.Server.BaseAddress, room);
        await crowd.GrowToAsync(1);
        var look = new Look(ada.Page, locale[..2]);
        await ada.OpenAsync("settings");
        foreach (var page in new[] { "sound", "look", "help" })
        {
            await ada.Get("settings-" + page).ClickAsync();
            await look.AtAsync("settings-" + page, darkToo: page == "sound");
        }

        foreach (var sheet in new[] { "shortcuts", "statistics" })
        {
            if (await ada.Get("settings").CountAsync() == 0) { await ada.OpenAsync("settings"); }
            await ada.Get("settings-help").ClickAsync();
            await ada.Get("open-" + sheet).ClickAsync();
            await ada.Get(sheet).WaitForAsync();
            await Expect(ada.Get("settings")).ToHaveCountAsync(0);
            await look.AtAsync(sheet);
            await ada.Page.Keyboard.PressAsync("Escape");
            await Expect(ada.Get(sheet)).ToHaveCountAsync(0);
        }

        await ada.OpenAsync("reactions");
        await ada.Get("reaction").First.WaitForAsync();
        await look.AtAsync("reactions");
        look.FoundNothing();
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task After_the_room_and_without_a_server(string locale)
    {
        await using var ada = await ChatPerson.EnterAsync(fixture, fixture.NewRoom(), "Ada", locale);
        var look = new Look(ada.Page, locale[..2]);
        var connection = ada.Get("status-connection");
        await Expect(connection).ToHaveAttributeAsync("data-state", "connected");
        await ada.CutAsync();
        await Expect(connection).ToHaveAttributeAsync("data-state", "reconnecting");
        await look.AtAsync("reconnecting");

        // The page tries for two minutes; its clock is turned on instead of waiting.
        await ada.Page.Clock.InstallAsync();
        ada.Mend();
        await Expect(connection).ToHaveAttributeAsync("data-state", "connected", new() { Timeout = 40_000 });
        await ada.CutAsync();
        for (var step = 0; step < 40 && await connection.GetAttributeAsync("data-state") != "failed"; step++) { await ada.Page.Clock.FastForwardAsync(31_000); }
        await Expect(connection).ToHaveAttributeAsync("data-state", "failed");
        await look.AtAsync("failed", darkToo: true);

        ada.Mend();
        await ada.Get("toolbar-leave").ClickAsync();
        await ada.Page.StateIsAsync("left");
        await look.AtAsync("left", darkToo: true);
        look.FoundNothing();
    }

    private async Task LookAtSizesAsync(string locale, params int[] sizes)
    {
        var room = fixture.NewRoom();
        await using var ada = await ChatPerson.EnterAsync(fixture, room, "Ada", locale);
        await using var crowd = new Crowd(fixture.Server.BaseAddress, room);
        var look = new Look(ada.Page, locale[..2]);
        foreach (var size in sizes)
        {
            await crowd.GrowToAsync(size - 1);
            await Expect(ada.Page.Locator(".topbar-people")).ToContainTextAsync(size.ToString(CultureInfo.InvariantCulture));
            await look.AtAsync(string.Create(CultureInfo.InvariantCulture, $"room-{size:00}"), darkToo: size is 1 or 5);
        }

        look.FoundNothing();
    }
}
