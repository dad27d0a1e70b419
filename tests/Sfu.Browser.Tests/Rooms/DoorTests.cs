using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>The ways into a room and what is said to those who do not get in.</summary>
[Trait("Category", "Browser")]
public sealed class DoorTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task A_locked_room_lets_nobody_new_in_and_says_what_to_do()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await ada.SetRoomAsync(() => ada.Get("room-lock").CheckAsync());

        await using var bela = await Attendee.AtDoorAsync(fixture.Browser, address, "Bela");
        await bela.KnockAsync();
        await bela.IsRefusedAsync("room-locked");
        Assert.Contains("unlock", await bela.Refusal.TextContentAsync(), StringComparison.Ordinal);
        await bela.Page.AxeFindsNothingAsync("refused at the door");

        await ada.SetRoomAsync(() => ada.Get("room-lock").UncheckAsync());
        await bela.KnockAsync();
        await bela.Page.StateIsAsync("room");
    }

    [Fact]
    public async Task A_password_is_asked_for_at_the_door_and_only_the_right_one_opens()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await ada.SetRoomAsync(async () =>
        {
            await ada.Get("room-password").FillAsync("en passant");
            await ada.Get("room-password-set").ClickAsync();
            await Assertions.Expect(ada.Get("room-password")).ToHaveAttributeAsync("data-set", "true");
        });

        await using var bela = await Attendee.AtDoorAsync(fixture.Browser, address, "Bela");
        Assert.Equal(0, await bela.Get("prejoin-password").CountAsync());
        await bela.KnockAsync();
        await bela.IsRefusedAsync("password-required");
        var field = bela.Get("prejoin-password");
        await Assertions.Expect(field).ToBeFocusedAsync();
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-describedby", "refusal");

        await field.FillAsync("castling");
        await field.PressAsync("Enter");
        await bela.IsRefusedAsync("password-wrong");
        await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
        await Assertions.Expect(field).ToBeFocusedAsync();

        await field.FillAsync("en passant");
        await field.PressAsync("Enter");
        await bela.Page.StateIsAsync("room");
    }

    [Fact]
    public async Task Links_make_moderators_and_guests_and_leave_the_address()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        var (forModerators, forGuests) = (await ada.InviteAsync("moderator"), await ada.InviteAsync("guest"));

        await using var bela = await Attendee.EnterAsync(fixture.Browser, forModerators, "Bela");
        await using var cleo = await Attendee.EnterAsync(fixture.Browser, forGuests, "Cleo");
        await bela.ModeratesAsync(true);
        await cleo.ModeratesAsync(false);
        Assert.Equal((address, address), (new Uri(bela.Page.Url), new Uri(cleo.Page.Url)));
        await Assertions.Expect(ada.Page.Locator("[data-testid=tile][data-name=Cleo]")).ToContainTextAsync("Guest", new() { IgnoreCase = true });
        await cleo.Get("room-invite").ClickAsync();
        await Assertions.Expect(cleo.Get("invite-link")).ToHaveValueAsync(address.AbsoluteUri);
        Assert.Equal(0, await cleo.Get("invite-guest").CountAsync());

        // The owner's link opens the room anew when everybody has left, with its settings.
        var forOwner = await ada.InviteAsync("owner");
        await ada.Get("toolbar-leave").ClickAsync();
        await ada.Page.StateIsAsync("left");
        await ada.Page.GotoAsync(forOwner.AbsoluteUri);
        await ada.Page.StateIsAsync("prejoin");
        await ada.KnockAsync();
        await ada.Page.StateIsAsync("room");
        await ada.Get("room-invite").ClickAsync();
        await Assertions.Expect(ada.Get("invite-owner")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_link_that_does_not_fit_is_refused_in_words_and_put_away()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        var link = await ada.InviteAsync("moderator");

        await using var bela = await Attendee.AtDoorAsync(fixture.Browser, new Uri(fixture.Server.BaseAddress, fixture.NewRoom() + link.Fragment), "Bela");
        await bela.KnockAsync();
        await bela.IsRefusedAsync("link-invalid");
        Assert.DoesNotContain("#", bela.Page.Url, StringComparison.Ordinal);
        await bela.KnockAsync();
        await bela.Page.StateIsAsync("room");
    }

    [Fact]
    public async Task The_code_is_asked_for_only_where_a_room_has_to_be_opened()
    {
        await using var server = await ServerProcess.StartAsync(null, "--Sfu:Rooms:Creation=code");
        string? told = null;
        await Until.TrueAsync(
            () => Task.FromResult((told = server.OutputLines.FirstOrDefault(line => line.Contains("creator code", StringComparison.Ordinal))) is not null),
            Patience.Limit, () => "the console says the code");
        var code = told!.Split(' ')[^1];
        var address = new Uri(server.BaseAddress, "club");
        await using var ada = await Attendee.AtDoorAsync(fixture.Browser, address, "Ada");
        await ada.KnockAsync();
        await ada.IsRefusedAsync("code-required");
        await ada.Get("prejoin-code").FillAsync("1234");
        await ada.KnockAsync();
        await ada.IsRefusedAsync("code-wrong");
        await ada.Get("prejoin-code").FillAsync(code);
        await ada.KnockAsync();
        await ada.Page.StateIsAsync("room");
        await ada.ModeratesAsync(true);

        await using var bela = await Attendee.EnterAsync(fixture.Browser, address, "Bela");
        await bela.ModeratesAsync(false);
        await server.StopAsync();
    }
}
