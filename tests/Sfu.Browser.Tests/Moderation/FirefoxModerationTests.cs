using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>Moderation as somebody in Firefox has it done to her and does it to others.</summary>
[Trait("Category", "Browser")]
public sealed class FirefoxModerationTests
{
    [Fact]
    public async Task In_Firefox_one_knocks_is_admitted_muted_and_told_by_whom_moderates_and_is_removed()
    {
        await using var fox = await FirefoxPerson.StartAsync();
        await using var ada = await fox.ComesAsync("Ada");
        await ada.SetRoomAsync(() => ada.Get("room-lobby").CheckAsync());
        await fox.KnockAsync();
        await fox.StateIsAsync("lobby");
        await fox.ShowsAsync("lobby-waiting", "Please wait to be let in");
        await ada.Get("lobby-admit").ClickAsync();
        await fox.StateIsAsync("room");

        await fox.TurnAsync("mic", true);
        await ada.Get("toolbar-people").ClickAsync();
        await Line(ada, "Fox").GetByTestId("person-mute").ClickAsync();
        await fox.ShowsAsync("banner", "Ada has muted you");
        await fox.PressedAsync("toolbar-mic", false);
        await fox.TurnAsync("mic", true);

        await Line(ada, "Fox").GetByTestId("person-menu").ClickAsync();
        await ada.Get("person-make-moderator").ClickAsync();
        await fox.ShowsAsync("banner", "Ada has made you a moderator");
        await using var bela = await fox.StandsAtDoorAsync("Bela");
        await bela.KnockAsync();
        await bela.Page.StateIsAsync("lobby");
        await fox.ShowsAsync("banner", "Bela asks to come in");
        await fox.ClickAsync("lobby-admit");
        await bela.Page.StateIsAsync("room");
        await bela.Get("toolbar-mic").ClickAsync();
        await fox.ClickAsync("toolbar-people");
        await fox.UntilAsync("document.querySelector('[data-name=Bela] [data-testid=person-mute]')?.dataset.on === 'true'", "sees Bela's microphone on");
        await fox.ClickAtAsync("[data-name=Bela] [data-testid=person-mute]");
        await Assertions.Expect(bela.Get("banner").Filter(new() { HasText = "Fox has muted you" })).ToBeVisibleAsync();
        await Assertions.Expect(bela.Get("toolbar-mic")).ToHaveAttributeAsync("aria-pressed", "false");

        await fox.ClickAtAsync("[data-name=Bela] [data-testid=person-menu]");
        await fox.ClickAsync("person-remove");
        await fox.ClickAsync("person-remove-confirm");
        await bela.Page.StateIsAsync("left");
        await Assertions.Expect(bela.Get("left-why")).ToHaveTextAsync("Fox has removed you from the meeting.");

        await Line(ada, "Fox").GetByTestId("person-menu").ClickAsync();
        await ada.Get("person-remove").ClickAsync();
        await ada.Get("person-remove-confirm").ClickAsync();
        await fox.StateIsAsync("left");
        await fox.ShowsAsync("left-why", "Ada has removed you from the meeting.");
        await Assertions.Expect(Line(ada, "Fox")).ToHaveCountAsync(0);
        await fox.EndAsync();
    }

    private static ILocator Line(Rooms.Attendee person, string name) => person.Page.Locator($"[data-testid=person][data-name=\"{name}\"]");
}
