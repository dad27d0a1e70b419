using Microsoft.Playwright;
using Sfu.Browser.Tests.Privacy;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>How a meeting begins too early and ends, in words, and where one goes afterwards.</summary>
[Trait("Category", "Browser")]
public sealed class EndingTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task The_last_minutes_are_told_and_the_end_of_the_time_is_explained()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await using var bela = await Attendee.EnterAsync(fixture.Browser, address, "Bela");
        await Expect(bela.Get("time-left")).ToBeEmptyAsync();
        await ada.SetRoomAsync(() => SetAsync(ada, "room-duration", "5"));
        foreach (var person in new[] { ada, bela }) { await Expect(person.Get("time-left")).ToHaveTextAsync("5 min left"); }

        // What the server tells everybody when the minutes are over; RoomLifeTests shows that it does. Nobody has to wait for it here.
        bela.Tell("closed", """{"reason":"time-over"}""");

        await bela.Page.StateIsAsync("left");
        await Expect(bela.Get("left")).ToHaveAttributeAsync("data-reason", "time-over");
        await Expect(bela.Page.Locator("h1")).ToContainTextAsync("is over");
        await Expect(bela.Get("left-why")).ToHaveTextAsync("The time set for this meeting is over.");
    }

    [Fact]
    public async Task After_the_meeting_a_link_leads_to_the_page_that_the_moderators_chose()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await using var bela = await Attendee.EnterAsync(fixture.Browser, address, "Bela");
        var heard = bela.Told.Count;
        await ada.SetRoomAsync(() => SetAsync(ada, "room-logout", "https://club.example/thanks"));
        await bela.IsToldAsync(heard, "club.example");

        await bela.Get("toolbar-leave").ClickAsync();

        await bela.Page.StateIsAsync("left");
        await Expect(bela.Get("left-onwards")).ToHaveTextAsync("Continue to club.example");
        await Expect(bela.Get("left-home")).ToHaveCountAsync(0);
        await bela.Page.RouteAsync("https://club.example/**", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/html", Body = "<title>Thanks</title>" }));
        await bela.Get("left-onwards").ClickAsync();
        await Expect(bela.Page).ToHaveTitleAsync("Thanks");
        Assert.Equal("https://club.example/thanks", bela.Page.Url);
    }

    [Fact]
    public async Task Who_comes_before_the_meeting_begins_is_told_so_and_is_taken_along_when_it_does()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await ada.SetRoomAsync(() => ada.Get("room-lobby").CheckAsync());
        var (forOwner, forParticipants) = (await ada.InviteAsync("owner"), await ada.InviteAsync("participant"));
        await ada.Get("toolbar-leave").ClickAsync();
        await ada.Page.StateIsAsync("left");

        await using var bela = await Attendee.AtDoorAsync(fixture.Browser, forParticipants, "Bela");
        await bela.KnockAsync();
        await bela.Page.StateIsAsync("lobby");
        await Expect(bela.Get("lobby-waiting")).ToHaveAttributeAsync("data-for", "start");
        await Expect(bela.Page.Locator("h1")).ToHaveTextAsync("The meeting has not begun");
        await Expect(bela.Get("lobby-waiting")).ToContainTextAsync("You join by yourself as soon as somebody opens");

        await ada.Page.GotoAsync(forOwner.AbsoluteUri);
        await ada.Page.StateIsAsync("prejoin");
        await ada.KnockAsync();
        await ada.Page.StateIsAsync("room");
        await Expect(bela.Get("lobby-waiting")).ToHaveAttributeAsync("data-for", "admission");
        await ada.Get("lobby-admit").ClickAsync();
        await bela.Page.StateIsAsync("room");
    }

    [Fact]
    public async Task A_link_that_has_expired_is_refused_in_words_of_its_own()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        var link = await ada.InviteAsync("moderator");
        await using var bela = await Attendee.AtDoorAsync(fixture.Browser, new Uri(fixture.Server.BaseAddress, fixture.NewRoom() + link.Fragment), "Bela");
        // The shortest lifetime is a minute. RoomLifeTests shows what the server says afterwards; here it says it at once.
        bela.Hears = message => message.Replace("link-invalid", "link-expired", StringComparison.Ordinal);

        await bela.KnockAsync();

        await bela.IsRefusedAsync("link-expired");
        await Expect(bela.Refusal).ToHaveTextAsync("This invitation link has expired. Ask for a new one, or try to join without it.");
        await bela.KnockAsync();
        await bela.Page.StateIsAsync("room");
    }

    private static async Task SetAsync(Attendee person, string field, string value)
    {
        await person.Get(field).FillAsync(value);
        await person.Get(field).PressAsync("Tab");
    }
}
