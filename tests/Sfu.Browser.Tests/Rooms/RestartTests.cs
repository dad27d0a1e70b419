using System.Diagnostics;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Privacy;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>The server dies in the middle of a meeting. Has a server of its own, which it may kill.</summary>
[Trait("Category", "Browser")]
public sealed class RestartTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Five_people_are_back_within_fifteen_seconds_with_roles_hands_and_chat()
    {
        var server = await ServerProcess.StartAsync();
        var people = new List<Attendee>();
        try
        {
            var address = new Uri(server.BaseAddress, "meeting");
            foreach (var name in new[] { "Ada", "Bela", "Cleo", "Dora", "Emil" })
            {
                people.Add(await Attendee.EnterAsync(fixture.Browser, name == "Bela" ? await people[0].InviteAsync("moderator") : address, name));
            }

            await people[3].Get("toolbar-hand").ClickAsync();
            await Assertions.Expect(people[3].Get("toolbar-hand")).ToHaveAttributeAsync("aria-pressed", "true");
            await SayAsync(people[0], "e4");
            await SayAsync(people[4], "e5");
            foreach (var person in people)
            {
                await Assertions.Expect(person.Page.Locator("[data-testid=tile]")).ToHaveCountAsync(5);
                await person.IsToldAsync(0, "\"e5\""); // the pages are all that is left of the chat
            }

            server = await server.DieAndStartAgainAsync();

            var started = Stopwatch.StartNew();
            foreach (var person in people)
            {
                await Until.TrueAsync(() => IsBackAsync(person), BackLimit - started.Elapsed, () => $"{person.Name} is back with everybody");
            }

            await people[0].ModeratesAsync(true);
            await people[1].ModeratesAsync(true);
            await people[2].ModeratesAsync(false);
            await Assertions.Expect(people[3].Get("toolbar-hand")).ToHaveAttributeAsync("aria-pressed", "true");
            foreach (var person in people)
            {
                if (!await person.Get("chat-input").IsVisibleAsync())
                {
                    await person.Get("toolbar-chat").ClickAsync();
                }

                await Assertions.Expect(person.Get("chat-message")).ToHaveCountAsync(2);
                await Assertions.Expect(person.Get("chat-message").Nth(0)).ToContainTextAsync("e4");
                await Assertions.Expect(person.Get("chat-message").Nth(1)).ToContainTextAsync("e5");
            }

            // It goes on where it was.
            await SayAsync(people[2], "Nf3");
            await Assertions.Expect(people[0].Get("chat-message")).ToHaveCountAsync(3);
        }
        finally
        {
            foreach (var person in people)
            {
                await person.DisposeAsync();
            }

            await using (server)
            {
                await server.StopAsync();
            }
        }
    }

    private static async Task SayAsync(Attendee person, string text)
    {
        if (!await person.Get("chat-input").IsVisibleAsync())
        {
            await person.Get("toolbar-chat").ClickAsync();
        }

        await person.Get("chat-input").FillAsync(text);
        await person.Get("chat-input").PressAsync("Enter");
        await Assertions.Expect(person.Get("chat-message").Filter(new() { HasText = text })).ToBeVisibleAsync();
    }

    private static Task<bool> IsBackAsync(Attendee person) => person.Page.EvaluateAsync<bool>(
        """
        () => document.body.dataset.state === 'room' && document.querySelectorAll('[data-testid=tile]').length === 5
          && document.querySelector('[data-testid=status-connection]').dataset.state === 'connected'
        """);
}
