using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>What moderators do to others, seen from both sides.</summary>
[Trait("Category", "Browser")]
public sealed class ModeratedMeetingTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task Three_people_knock_are_admitted_talk_are_muted_and_removed()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.OwnAsync(fixture, room, "Ada", "lobby: true");
        await using var bela = await Member.AtDoorAsync(fixture, room, "Bela");
        await bela.JoinAsync("lobby");

        // The list is not open: a notice says that somebody knocks, and lets her in.
        await ada.IsToldAsync("Bela");
        await Assertions.Expect(ada.Get("toolbar-people")).ToContainTextAsync("1");
        await ada.Get("lobby-admit").ClickAsync();
        await bela.WaitForStateAsync("room");
        await Assertions.Expect(ada.Banner).ToHaveCountAsync(0);

        await using var cleo = await Member.AtDoorAsync(fixture, room, "Cleo");
        await cleo.JoinAsync("lobby");
        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.Get("lobby-knocker")).ToHaveAttributeAsync("data-name", "Cleo");
        await ada.Get("lobby-admit-all").ClickAsync();
        await cleo.WaitForStateAsync("room");
        await Assertions.Expect(ada.Get("lobby-knocker")).ToHaveCountAsync(0);

        await bela.TurnAsync("mic", true);
        await cleo.HearsAsync("Bela");

        await ada.Line("Bela").GetByTestId("person-mute").ClickAsync();
        await bela.IsToldAsync("Ada has muted you");
        await bela.IsAsync("mic", false);
        await cleo.HearsNothingOfAsync("Bela");
        await Assertions.Expect(ada.Line("Bela").GetByTestId("person-mute")).ToBeDisabledAsync();

        // Nobody but she herself can open it again, and that works at the first click.
        await bela.TurnAsync("mic", true);
        await cleo.HearsAsync("Bela");

        await ada.ActAsync("Bela", "person-remove");
        await ada.Get("person-bar").CheckAsync();
        await ada.Get("person-remove-confirm").ClickAsync();
        await bela.WaitForStateAsync("left");
        await Assertions.Expect(bela.Page.Locator("main")).ToContainTextAsync("Ada");
        await Assertions.Expect(ada.Line("Bela")).ToHaveCountAsync(0);
        await cleo.HearsNothingOfAsync("Bela");

        Assert.Empty(ada.Errors);
        Assert.Empty(cleo.Errors);
    }

    [Fact]
    public async Task Those_before_the_door_read_what_moderators_write_and_why_they_are_turned_away()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.OwnAsync(fixture, room, "Ada", "lobby: true");
        await using var bela = await Member.AtDoorAsync(fixture, room, "Bela");
        await bela.JoinAsync("lobby");
        await ada.Get("lobby-show").ClickAsync();

        await ada.Get("lobby-tell").ClickAsync();
        await ada.Get("lobby-words").FillAsync("We begin at eight.");
        await ada.Get("lobby-tell-send").ClickAsync();
        await Assertions.Expect(bela.Page.GetByText("We begin at eight.")).ToBeVisibleAsync();

        await ada.Get("lobby-reject-reason").ClickAsync();
        await ada.Get("lobby-words").FillAsync("Members only, sorry.");
        await ada.Get("lobby-reject-send").ClickAsync();
        await Assertions.Expect(bela.Page.GetByText("Members only, sorry.")).ToBeVisibleAsync();
        await Assertions.Expect(ada.Get("lobby-knocker")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_has_to_ask_before_speaking_asks_speaks_and_stops()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.OwnAsync(fixture, room, "Ada", "speaking: 'ask'");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await ada.OpenPeopleAsync();

        await bela.Get("toolbar-mic").ClickAsync();
        await bela.IsToldAsync("ask before you speak");
        await bela.IsAsync("mic", false);
        var announced = Assertions.Expect(ada.Get("announcements")).ToContainTextAsync("Bela asks to speak"); // for some seconds only
        await bela.Get("notice-ask").ClickAsync();
        await announced;
        await Assertions.Expect(ada.Line("Bela")).ToHaveAttributeAsync("data-hand", "1");

        await ada.ActAsync("Bela", "person-allow-speak");
        await bela.IsToldAsync("Ada lets you speak");
        await Assertions.Expect(ada.Line("Bela")).ToHaveAttributeAsync("data-hand", "0");
        await bela.Get("notice-speak").ClickAsync();
        await bela.IsAsync("mic", true);
        await ada.HearsAsync("Bela");

        await ada.ActAsync("Bela", "person-withdraw-speak");
        await bela.IsToldAsync("Ada has ended your turn to speak");
        await bela.IsAsync("mic", false);
        await ada.HearsNothingOfAsync("Bela");
    }

    [Fact]
    public async Task A_moderator_is_made_sees_what_she_may_do_and_loses_it_again()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await ada.OpenPeopleAsync();
        await bela.OpenPeopleAsync();
        await Assertions.Expect(bela.Get("room-mute-all")).ToHaveCountAsync(0);
        await Assertions.Expect(bela.Get("person-mute")).ToHaveCountAsync(0);

        await ada.ActAsync("Bela", "person-make-moderator");
        await bela.IsToldAsync("Ada has made you a moderator");
        await Assertions.Expect(bela.Get("room-mute-all")).ToBeVisibleAsync();
        await bela.Line("Ada").GetByTestId("person-menu").ClickAsync();
        await Assertions.Expect(bela.Get("person-pin")).ToBeVisibleAsync();
        await Assertions.Expect(bela.Get("person-remove")).ToHaveCountAsync(0); // owners stay
        await bela.Page.Keyboard.PressAsync("Escape");

        await ada.ActAsync("Bela", "person-take-moderator");
        await bela.IsToldAsync("Ada has taken your moderator rights back");
        await Assertions.Expect(bela.Get("room-mute-all")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task All_are_muted_and_lose_their_cameras_but_the_moderator_and_the_meeting_ends_for_all()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await ada.TurnAsync("mic", true);
        await bela.TurnAsync("mic", true);
        await bela.TurnAsync("camera", true);
        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.Line("Bela").GetByTestId("person-mute")).ToBeEnabledAsync();

        await ada.Get("room-mute-all").ClickAsync();
        await bela.IsAsync("mic", false);
        await bela.IsAsync("camera", true);
        await ada.Get("people-more").ClickAsync();
        await ada.Get("room-cameras-off").ClickAsync();
        await bela.IsAsync("camera", false);
        await bela.IsToldAsync("Ada has turned your camera off");
        await ada.IsAsync("mic", true);

        await ada.Get("people-more").ClickAsync();
        await ada.Get("room-end").ClickAsync();
        await Assertions.Expect(ada.Get("room-end-confirm")).ToBeVisibleAsync();
        Assert.Equal("room", await bela.Page.EvaluateAsync<string>("document.body.dataset.state")); // it asks once
        await ada.Get("room-end-confirm").ClickAsync();
        await bela.WaitForStateAsync("left");
        await ada.WaitForStateAsync("left");
        await Assertions.Expect(bela.Page.Locator("main")).ToContainTextAsync("Ada");
    }
}
