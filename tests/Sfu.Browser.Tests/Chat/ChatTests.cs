using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Chat;

/// <summary>The chat as people have it in Chromium, two or three of them at once.</summary>
[Trait("Category", "Browser")]
public sealed partial class ChatTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>, IAsyncLifetime
{
    private readonly List<ChatPerson> _people = [];
    private readonly string _room = fixture.NewRoom();

    [Fact]
    public async Task A_private_message_reaches_its_reader_and_nobody_else()
    {
        var (ada, bela, cleo) = (await EnterAsync("Ada"), await EnterAsync("Bela"), await EnterAsync("Cleo"));
        foreach (var person in _people) { await person.OpenAsync("chat"); }

        await ada.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Label = "Bela" });
        await ada.SayAsync("psst-marker");
        await Expect(bela.Message("psst-marker")).ToHaveAttributeAsync("data-private", "true");
        await Expect(ada.Message("psst-marker")).ToHaveAttributeAsync("data-private", "true");
        await Expect(bela.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("only to you");
        await Expect(ada.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("only to Bela");

        await ada.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Label = "Everyone" });
        await ada.SayAsync("for all");
        await Expect(cleo.Message("for all")).ToHaveAttributeAsync("data-private", "false");
        await Expect(cleo.Messages).ToHaveCountAsync(1);
        Assert.DoesNotContain(cleo.Told, frame => frame.Contains("psst-marker", StringComparison.Ordinal));
        Assert.Contains(bela.Told, frame => frame.Contains("psst-marker", StringComparison.Ordinal));
        Assert.DoesNotContain("psst-marker", await cleo.Page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_joins_late_sees_what_was_said_to_all()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await ada.SayAsync("the agenda");
        await ada.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Label = "Bela" });
        await ada.SayAsync("psst-marker");
        await Expect(bela.Get("chat-preview")).ToContainTextAsync("Private message from Ada");
        await Expect(ada.Messages).ToHaveCountAsync(2);

        var cleo = await EnterAsync("Cleo");
        await Expect(cleo.Get("toolbar-chat")).ToContainTextAsync("1 new message");
        await cleo.OpenAsync("chat");
        await Expect(cleo.Messages).ToHaveCountAsync(1);
        await Expect(cleo.Message("the agenda")).ToBeVisibleAsync();
        Assert.DoesNotContain(cleo.Told, frame => frame.Contains("psst-marker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hostile_texts_stay_texts_and_only_plain_web_addresses_become_links()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await bela.OpenAsync("chat");
        string[] texts =
        [
            "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>",
            "javascript:window.hacked=1",
            "abc \u202Egpj.exe def",
            "https://bank.example@evil.example/login",
            "good https://example.org/a?b=1#c. and http://\u0430\u0440\u0440\u04CF\u0435.com/",
        ];
        foreach (var text in texts) { await ada.SayAsync(text); }
        await Expect(bela.Messages).ToHaveCountAsync(texts.Length);

        await Expect(bela.Messages.First).ToHaveTextAsync(texts[0]);
        Assert.DoesNotContain("\u202E", await bela.Page.GetByRole(AriaRole.Log).TextContentAsync(), StringComparison.Ordinal);
        var links = await bela.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.chat-log a')].map((link) => [link.href, link.target, link.rel].join(' '))");
        Assert.Equal(
            ["https://example.org/a?b=1#c _blank noopener noreferrer nofollow", "http://xn--80ak6aa92e.com/ _blank noopener noreferrer nofollow"], links);
        await Expect(bela.Messages.Last).ToContainTextAsync("xn--80ak6aa92e.com");
        Assert.Equal(0, await bela.Page.Locator(".chat-log :is(img, script, iframe, video)").CountAsync());
        Assert.True(await bela.Page.EvaluateAsync<bool>("window.hacked === undefined"));
        Assert.All(bela.Requests, address => Assert.Equal(fixture.Server.BaseAddress.Authority, new Uri(address).Authority));
        Assert.Empty(bela.Complaints);
    }

    [Fact]
    public async Task A_moderator_empties_the_chat_for_all_and_is_asked_once()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await bela.OpenAsync("chat");
        await bela.SayAsync("to be forgotten");
        await Expect(ada.Messages).ToHaveCountAsync(1);
        await Expect(bela.Get("chat-clear")).ToHaveCountAsync(0);

        await ada.Get("chat-clear").ClickAsync();
        await Expect(ada.Get("chat-clear-confirm")).ToBeVisibleAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Get("chat-clear-confirm")).ToHaveCountAsync(0);
        await Expect(ada.Messages).ToHaveCountAsync(1);
        await ada.Get("chat-clear").ClickAsync();
        await ada.Get("chat-clear-confirm").ClickAsync();

        await Expect(bela.Messages).ToHaveCountAsync(0);
        await Expect(bela.Page.GetByRole(AriaRole.Log)).ToContainTextAsync("Ada has emptied the chat.");
        var cleo = await EnterAsync("Cleo");
        await cleo.OpenAsync("chat");
        await Expect(cleo.Messages).ToHaveCountAsync(0);
        Assert.DoesNotContain(cleo.Told, frame => frame.Contains("to be forgotten", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Anyone_saves_what_she_saw()
    {
        var (ada, bela, cleo) = (await EnterAsync("Ada"), await EnterAsync("Bela"), await EnterAsync("Cleo"));
        foreach (var person in _people) { await person.OpenAsync("chat"); }
        await ada.SayAsync("first line");
        await ada.Input.FillAsync("second");
        await ada.Input.PressAsync("Shift+Enter");
        await ada.Input.PressSequentiallyAsync("line");
        await ada.Input.PressAsync("Enter");
        await Expect(bela.Messages).ToHaveCountAsync(2); // what was said first is saved first
        await bela.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Label = "Cleo" });
        await bela.SayAsync("psst-marker");
        await Expect(cleo.Messages).ToHaveCountAsync(3);
        await Expect(ada.Messages).ToHaveCountAsync(2);

        var saved = await SaveAsync(cleo, "chat-save");
        Assert.Matches(FileName(), saved.Name);
        Assert.Matches(SavedChat(), saved.Text);
        // Ada moderates, and what was private between others is not hers either.
        Assert.DoesNotContain("psst-marker", (await SaveAsync(ada, "chat-save")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unread_messages_are_counted_at_the_button_and_in_the_title_until_one_looks()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await ada.SayAsync("one");
        await ada.SayAsync("two");

        // At once, since the preview goes by itself after some seconds.
        await Task.WhenAll(
            Expect(bela.Get("toolbar-chat")).ToContainTextAsync("2 new messages"),
            Expect(bela.Page).ToHaveTitleAsync(StartsWithTwo()),
            Expect(bela.Get("chat-preview")).ToContainTextAsync("Ada two"));
        await bela.Get("chat-preview").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(bela.Message("two")).ToBeVisibleAsync();
        await Expect(bela.Get("toolbar-chat")).Not.ToContainTextAsync("new");
        await Expect(bela.Page).ToHaveTitleAsync(StartsWithRoom());
        await Expect(bela.Get("chat-preview")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_reads_above_stays_there_and_is_told_of_new_messages()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await bela.OpenAsync("chat");
        for (var number = 1; number <= 4; number++) { await bela.SayAsync($"long {number}\n{string.Join('\n', Enumerable.Repeat("line", 12))}\nend {number}"); }
        await Expect(ada.Message("end 4")).ToBeInViewportAsync();

        await ada.Page.EvaluateAsync(
            """
            () => new Promise((scrolled) => {
              const log = document.querySelector('.chat-log');
              log.addEventListener('scroll', scrolled, { once: true });
              log.scrollTop = 0;
            })
            """);
        await Expect(ada.Message("end 4")).Not.ToBeInViewportAsync();
        await bela.SayAsync("news below");
        await Expect(ada.Get("chat-below")).ToContainTextAsync("1 new message");
        Assert.Equal(0, await ada.Page.EvaluateAsync<int>("document.querySelector('.chat-log').scrollTop"));
        await ada.Get("chat-below").ClickAsync();
        await Expect(ada.Message("news below")).ToBeInViewportAsync();
        await Expect(ada.Get("chat-below")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_refused_message_stays_in_the_field_with_the_reason()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await bela.OpenAsync("chat");
        await ada.Page.EvaluateAsync(
            """
            async () => {
              const input = document.querySelector('[data-testid=chat-input]');
              for (let number = 0; number < 200 && !document.querySelector('#chat-problem'); number++) {
                input.value = `fast ${number}`;
                input.dispatchEvent(new Event('input', { bubbles: true }));
                input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
                await new Promise((resolve) => setTimeout(resolve, 20));
              }
            }
            """);
        await Expect(ada.Page.Locator("#chat-problem")).ToContainTextAsync("too fast");
        var kept = await ada.Input.InputValueAsync();
        Assert.StartsWith("fast ", kept, StringComparison.Ordinal);
        await Expect(ada.Message(kept)).ToHaveCountAsync(0);

        // The pace allows five a second; asking again until it is taken shows that nothing is lost and nothing doubled.
        var arrived = bela.Messages.Filter(new LocatorFilterOptions { HasTextRegex = new Regex(kept + "$") });
        await Until.TrueAsync(
            async () =>
            {
                if (await arrived.CountAsync() > 0) { return true; }
                // On its way the field is empty; refused once more it is back in there.
                if (await ada.Input.InputValueAsync() == kept) { await ada.Input.PressAsync("Enter"); }
                return false;
            },
            Patience.Limit, () => "The kept message is not taken.");
        await Expect(ada.Input).ToHaveValueAsync("");
        await Expect(arrived).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_is_written_without_a_connection_is_sent_once_when_it_is_back()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await ada.OpenAsync("chat");
        await bela.OpenAsync("chat");
        await ada.CutAsync();
        await ada.SayAsync("into the void");
        await Expect(ada.Get("chat-outgoing")).ToHaveTextAsync("into the void");
        ada.Mend();
        await Expect(bela.Messages).ToHaveCountAsync(1);

        // Carried out, but the answer gets lost with the connection: asked again, done once.
        ada.Deafen();
        await ada.SayAsync("heard once");
        await Expect(bela.Messages).ToHaveCountAsync(2);
        await ada.CutAsync();
        ada.Mend();
        await Expect(ada.Messages).ToHaveCountAsync(2);
        await Expect(ada.Get("chat-outgoing")).ToHaveCountAsync(0);
        await ada.SayAsync("afterwards");
        await Expect(bela.Message("afterwards")).ToHaveCountAsync(1);
        await Expect(bela.Messages).ToHaveCountAsync(3);
        await Expect(bela.Messages).ToHaveTextAsync([new Regex("into the void"), new Regex("heard once"), new Regex("afterwards")]);
    }

    [Fact]
    public async Task Who_may_not_write_is_told_so_and_keeps_what_she_wrote()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await bela.OpenAsync("chat");
        await bela.Input.FillAsync("half a sen");
        ada.Command(Settings(chatAllowed: false, privateChatAllowed: false));
        await Expect(bela.Page.GetByText("The moderators have switched writing off.")).ToBeVisibleAsync();
        await Expect(bela.Input).ToHaveCountAsync(0);
        await bela.Page.AxeFindsNothingAsync("chat switched off");
    }

    [Fact]
    public async Task The_chat_works_by_keyboard_alone_and_gives_the_focus_back()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await bela.OpenAsync("chat");
        await TabToAsync(ada, "toolbar-chat");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Input).ToBeFocusedAsync();
        await ada.Page.Keyboard.TypeAsync("by keyboard");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(bela.Message("by keyboard")).ToBeVisibleAsync();

        await ada.Page.Keyboard.PressAsync("Shift+Tab");
        await Expect(ada.Get("chat-to")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("B");
        await ada.Page.Keyboard.PressAsync("Tab");
        await ada.Page.Keyboard.TypeAsync("only you");
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(bela.Message("only you")).ToHaveAttributeAsync("data-private", "true");

        await ada.Page.Keyboard.TypeAsync("unsent");
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Get("toolbar-chat")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Input).ToHaveValueAsync("unsent");
    }

    [Fact]
    public async Task The_open_chat_passes_axe_in_both_schemes()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela", "de-DE", 390, 844));
        await ada.OpenAsync("chat");
        await Expect(ada.Input).ToBeVisibleAsync();
        await ada.Page.AxeFindsNothingAsync("empty chat");
        await ada.SayAsync("see https://example.org");
        await Expect(bela.Get("chat-preview")).ToBeVisibleAsync();
        await bela.Page.AxeFindsNothingAsync("notice of a message");
        await bela.OpenAsync("chat");
        await bela.Get("chat-to").SelectOptionAsync(new SelectOptionValue { Label = "Ada" });
        await bela.SayAsync("psst");
        await bela.Input.FillAsync(new string('x', 4001));
        await Expect(ada.Messages).ToHaveCountAsync(2);
        foreach (var person in _people)
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await person.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await person.Page.AxeFindsNothingAsync($"chat of {person.Name}, {scheme}");
            }
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var person in _people) { await person.DisposeAsync(); }
    }

    internal static async Task TabToAsync(ChatPerson person, string testId)
    {
        for (var step = 0; step < 60; step++)
        {
            if (await person.Page.EvaluateAsync<bool>("(id) => document.activeElement?.dataset.testid === id", testId)) { return; }
            await person.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"{testId} is not reached with Tab.");
    }

    internal static async Task<(string Name, string Text)> SaveAsync(ChatPerson person, string button)
    {
        var download = await person.Page.RunAndWaitForDownloadAsync(() => person.Get(button).ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        return (download.SuggestedFilename, await reader.ReadToEndAsync());
    }

    /// <summary>A number above those of the page, which counts from the time.</summary>
    private static string Settings(bool chatAllowed, bool privateChatAllowed) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""
        {"id":{{{TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() + 60_000}}},"command":"change-settings","settings":{"lobby":false,"locked":false,"guestsAllowed":true,
        "micAllowed":true,"cameraAllowed":true,"screenAllowed":true,"chatAllowed":{{{(chatAllowed ? "true" : "false")}}},"privateChatAllowed":{{{(privateChatAllowed ? "true" : "false")}}},
        "webcamsOnlyForModerator":false,"muteOnStart":false,"talkTimeForAll":false,"speaking":"free","maxParticipants":0,"durationMinutes":0,
        "subject":"","welcome":"","moderatorMessage":"","logoutAddress":""}}
        """);

    private async Task<ChatPerson> EnterAsync(string name, string locale = "en-GB", int width = 1280, int height = 800)
    {
        var person = await ChatPerson.EnterAsync(fixture, _room, name, locale, width, height);
        _people.Add(person);
        return person;
    }

    [GeneratedRegex(@"^chat-\d{4}-\d\d-\d\d\.txt$")]
    private static partial Regex FileName();

    [GeneratedRegex(@"^Chat of .+\n\n\[.+\] Ada: first line\n\[.+\] Ada: second\n    line\n\[.+\] Bela \(only to Cleo\): psst-marker\n$")]
    private static partial Regex SavedChat();

    [GeneratedRegex(@"^\(2\) room-")]
    private static partial Regex StartsWithTwo();

    [GeneratedRegex(@"^room-")]
    private static partial Regex StartsWithRoom();
}
