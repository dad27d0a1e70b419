using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Rooms;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Chat;

/// <summary>Chat, hands and polls between Firefox and Chromium.</summary>
[Trait("Category", "Browser")]
public sealed class FirefoxChatTests
{
    [Fact]
    public async Task In_Firefox_one_writes_to_all_and_to_one_raises_a_hand_and_votes()
    {
        await using var fox = await FirefoxPerson.StartAsync();
        await using var ada = await fox.ComesAsync("Ada");
        await using var cleo = await fox.ComesAsync("Cleo");
        await fox.KnockAsync();
        await fox.StateIsAsync("room");
        foreach (var person in new[] { ada, cleo }) { await person.Get("toolbar-chat").ClickAsync(); }
        await fox.ClickAsync("toolbar-chat");

        await SayAsync(fox, "hello from Firefox");
        foreach (var person in new[] { ada, cleo }) { await Expect(person.Get("chat-message")).ToContainTextAsync("hello from Firefox"); }
        await fox.FillAsync("chat-to", await ada.IdAsync());
        await SayAsync(fox, "psst-from-fox");
        await Expect(ada.Get("chat-message").Filter(new() { HasText = "psst-from-fox" })).ToHaveAttributeAsync("data-private", "true");

        await ada.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Label = "Fox" });
        await ada.Get("chat-input").FillAsync("psst-to-fox");
        await ada.Get("chat-input").PressAsync("Enter");
        await fox.ShowsAsync("chat-message", "psst-to-fox");
        await fox.UntilAsync("document.querySelector('[role=log]').textContent.includes('only to you')", "says that only she reads it");
        await Expect(cleo.Get("chat-message")).ToHaveCountAsync(1);
        Assert.Equal(0, cleo.CountTold(0, "psst-"));

        await fox.ClickAsync("toolbar-hand");
        await fox.PressedAsync("toolbar-hand", true);
        await Expect(Tile(ada, "Fox")).ToContainTextAsync("Hand raised, number 1");
        await cleo.Get("toolbar-hand").ClickAsync();
        await fox.UntilAsync("document.querySelector('[data-testid=tile][data-name=Cleo]').textContent.includes('Hand raised, number 2')", "sees Cleo's hand behind her own");

        await ada.Get("toolbar-polls").ClickAsync();
        await ada.Get("poll-create").ClickAsync();
        await ada.Get("poll-question").FillAsync("Raise the fee?");
        await ada.Get("poll-preset").ClickAsync();
        await ada.Get("poll-start").ClickAsync();
        await fox.ShowsAsync("poll-notice", "Raise the fee?");
        await fox.ClickAsync("toolbar-polls");
        await fox.ClickAsync("poll-choice");
        await fox.ClickAsync("poll-vote");
        await fox.ShowsAsync("poll-result", "1 vote · 100 %");
        await ada.Get("poll-choice").Nth(1).CheckAsync();
        await ada.Get("poll-vote").ClickAsync();
        await fox.ShowsAsync("poll-result", "1 vote · 50 %");
        await ada.Get("poll-close").ClickAsync();
        await ada.Get("poll-close-confirm").ClickAsync();
        await fox.UntilAsync("document.querySelector('[data-testid=poll]').dataset.closed === 'true'", "sees that the poll is closed");
        await fox.EndAsync();
    }

    private static async Task SayAsync(FirefoxPerson fox, string text)
    {
        await fox.FillAsync("chat-input", text);
        await fox.ClickAsync("chat-send");
        await fox.ShowsAsync("chat-message", text);
    }

    private static ILocator Tile(Attendee person, string name) => person.Page.Locator($"[data-testid=tile][data-name={name}][data-kind=camera]");
}
