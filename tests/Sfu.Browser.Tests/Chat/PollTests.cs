using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Chat;

/// <summary>Polls from the question to the result, in Chromium.</summary>
[Trait("Category", "Browser")]
public sealed partial class PollTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>, IAsyncLifetime
{
    private readonly List<ChatPerson> _people = [];
    private readonly string _room = fixture.NewRoom();

    [Fact]
    public async Task A_poll_goes_from_the_question_to_the_result_and_a_vote_can_be_changed()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await StartAsync(ada, "Raise the fee?", preset: true);
        await Expect(bela.Get("poll-notice")).ToContainTextAsync("Raise the fee?");
        await Expect(bela.Get("toolbar-polls")).ToContainTextAsync("1 new poll");
        await bela.Get("poll-notice").GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(bela.Get("poll-notice")).ToHaveCountAsync(0);
        await Expect(bela.Get("toolbar-polls")).Not.ToContainTextAsync("new");
        await Expect(bela.Get("poll-create")).ToHaveCountAsync(0);
        await Expect(bela.Get("poll-close")).ToHaveCountAsync(0);

        await VoteAsync(bela, 0);
        await VoteAsync(ada, 0);
        await Expect(bela.Get("poll-result")).ToHaveTextAsync([new Regex("Yes.*Your vote.*2 votes · 100 %"), new Regex("No.*0 votes · 0 %"), new Regex("Abstain.*0 votes")]);
        await Expect(bela.Get("poll-voted")).ToContainTextAsync("2 people have voted · 2 are here");

        await bela.Get("poll-change").ClickAsync();
        await VoteAsync(bela, 1);
        await Expect(ada.Get("poll-result")).ToHaveTextAsync([new Regex("Yes.*1 vote · 50 %"), new Regex("No.*1 vote · 50 %"), new Regex("Abstain.*0 votes")]);

        await ada.Get("poll-close").ClickAsync();
        await ada.Get("poll-close-confirm").ClickAsync();
        await Expect(bela.Get("poll")).ToHaveAttributeAsync("data-closed", "true");
        await Expect(bela.Get("poll-change")).ToHaveCountAsync(0);
        await Expect(bela.Get("poll-result")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task An_anonymous_poll_of_several_answers_shows_nothing_before_its_end_and_no_name_ever()
    {
        var (ada, bela, cleo) = (await EnterAsync("Ada"), await EnterAsync("Bela"), await EnterAsync("Cleo"));
        await StartAsync(ada, "Which evenings?", options: ["Monday", "Tuesday", "Wednesday"], multiple: true, live: false);
        await bela.OpenAsync("polls");
        await cleo.OpenAsync("polls");
        await VoteAsync(bela, 0, 2);
        await VoteAsync(cleo, 2);
        await Expect(ada.Get("poll-voted")).ToContainTextAsync("2 people have voted");
        await Expect(bela.Page.GetByText("The result is shown when the poll is closed.")).ToBeVisibleAsync();
        Assert.DoesNotContain(_people.SelectMany(person => person.Told), frame => CountsTold().IsMatch(frame));

        await ada.Get("poll-close").ClickAsync();
        await ada.Get("poll-close-confirm").ClickAsync();
        await Expect(cleo.Get("poll-result")).ToHaveTextAsync([new Regex("Monday.*1 vote · 50 %"), new Regex("Tuesday.*0 votes"), new Regex("Wednesday.*Your vote.*2 votes · 100 %")]);
        Assert.DoesNotContain(_people.SelectMany(person => person.Told), frame => VotersTold().IsMatch(frame));
        await Expect(ada.Page.Locator(".poll-voters")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_named_poll_says_so_before_the_vote_and_shows_who_chose_what()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await StartAsync(ada, "Who brings cake?", options: ["Me", "Not me"], anonymous: false);
        await bela.OpenAsync("polls");
        await Expect(bela.Page.GetByText("Everyone will see your name beside your answer.")).ToBeVisibleAsync();
        await VoteAsync(bela, 0);
        await VoteAsync(ada, 1);
        await Expect(ada.Page.Locator(".poll-voters")).ToHaveTextAsync(["Bela", "Ada"]);
    }

    [Fact]
    public async Task Polls_are_kept_in_order_to_the_end_also_for_who_comes_late_and_can_be_saved()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela"));
        await StartAsync(ada, "First?", options: ["Yes", "No"], anonymous: false);
        await VoteAsync(ada, 0);
        await ada.Get("poll-close").ClickAsync();
        await ada.Get("poll-close-confirm").ClickAsync();
        await Expect(ada.Get("poll")).ToHaveAttributeAsync("data-closed", "true");
        await StartAsync(ada, "Second?", options: ["=1+1", "b; c"], live: false);
        await bela.OpenAsync("polls");
        await Expect(bela.Page.Locator(".poll-question")).ToHaveTextAsync(["Second?", "First?"]);
        await VoteAsync(bela, 1);

        var cleo = await EnterAsync("Cleo", "de-DE");
        await cleo.OpenAsync("polls");
        await Expect(cleo.Page.Locator(".poll-question")).ToHaveTextAsync(["Second?", "First?"]);
        var table = await ChatTests.SaveAsync(cleo, "polls-save-table");
        Assert.Matches(TableName(), table.Name);
        Assert.Equal("Umfrage;Frage;Antwort;Stimmen;Anteil;Namen\r\n1;First?;Yes;1;100 %;Ada\r\n1;First?;No;0;0 %;\r\n2;Second?;'=1+1;;;\r\n2;Second?;\"b; c\";;;\r\n", table.Text.TrimStart('\uFEFF'));
        var text = await ChatTests.SaveAsync(cleo, "polls-save-text");
        Assert.Matches(TextName(), text.Name);
        Assert.Contains("1. First?\n  namentlich, eine Antwort, beendet, 1 Person hat abgestimmt\n  - Yes: 1 Stimme · 100 % (Ada)\n", text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_poll_is_written_voted_in_and_closed_by_keyboard_alone()
    {
        var ada = await EnterAsync("Ada");
        var keys = ada.Page.Keyboard;
        await ChatTests.TabToAsync(ada, "toolbar-polls");
        await keys.PressAsync("Enter");
        await Expect(ada.Get("poll-create")).ToBeVisibleAsync();
        await ChatTests.TabToAsync(ada, "poll-create");
        await keys.PressAsync("Enter");
        await Expect(ada.Get("poll-question")).ToBeFocusedAsync();
        await keys.TypeAsync("By keyboard?");
        foreach (var option in new[] { "One", "Two", "Three" })
        {
            await keys.PressAsync("Enter");
            await Expect(ada.Get("poll-option").And(ada.Page.Locator(":focus"))).ToHaveValueAsync("");
            await keys.TypeAsync(option);
        }

        await ChatTests.TabToAsync(ada, "poll-start");
        await keys.PressAsync("Enter");
        await Expect(ada.Get("poll-choice")).ToHaveCountAsync(3);
        await ChatTests.TabToAsync(ada, "poll-choice");
        await keys.PressAsync("Space");
        await keys.PressAsync("ArrowDown");
        await ChatTests.TabToAsync(ada, "poll-vote");
        await keys.PressAsync("Enter");
        await Expect(ada.Get("poll-result").Nth(1)).ToContainTextAsync("Your vote");
        await ChatTests.TabToAsync(ada, "poll-close");
        await keys.PressAsync("Enter");
        await ChatTests.TabToAsync(ada, "poll-close-confirm");
        await keys.PressAsync("Enter");
        await Expect(ada.Get("poll")).ToHaveAttributeAsync("data-closed", "true");
    }

    [Fact]
    public async Task Open_polls_pass_axe_in_both_schemes()
    {
        var (ada, bela) = (await EnterAsync("Ada"), await EnterAsync("Bela", "de-DE", 390, 844));
        await ada.OpenAsync("polls");
        await Expect(ada.Get("poll-create")).ToBeVisibleAsync();
        await ada.Page.AxeFindsNothingAsync("no polls");
        await StartAsync(ada, "Raise the fee?", preset: true, anonymous: false, open: false);
        await Expect(bela.Get("poll-notice")).ToBeVisibleAsync();
        await bela.Page.AxeFindsNothingAsync("notice of a poll");
        await bela.OpenAsync("polls");
        await VoteAsync(ada, 0);
        await ada.Get("poll-create").ClickAsync();
        foreach (var person in _people)
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await person.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
                await person.Page.AxeFindsNothingAsync($"polls of {person.Name}, {scheme}");
            }
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var person in _people) { await person.DisposeAsync(); }
    }

    private static async Task StartAsync(
        ChatPerson person, string question, string[]? options = null, bool preset = false, bool multiple = false, bool anonymous = true, bool live = true, bool open = true)
    {
        if (open && await person.Get("poll-create").CountAsync() == 0) { await person.OpenAsync("polls"); }
        await person.Get("poll-create").ClickAsync();
        await person.Get("poll-question").FillAsync(question);
        if (preset) { await person.Get("poll-preset").ClickAsync(); }
        for (var index = 0; index < (options?.Length ?? 0); index++)
        {
            if (index >= 2) { await person.Get("poll-option-add").ClickAsync(); }
            await person.Get("poll-option").Nth(index).FillAsync(options![index]);
        }

        await person.Get("poll-multiple").SetCheckedAsync(multiple);
        await person.Get("poll-anonymous").SetCheckedAsync(anonymous);
        await person.Get("poll-live").SetCheckedAsync(live);
        await person.Get("poll-start").ClickAsync();
        await Expect(person.Get("poll-form")).ToHaveCountAsync(0);
    }

    private static async Task VoteAsync(ChatPerson person, params int[] choices)
    {
        foreach (var choice in choices) { await person.Get("poll-choice").Nth(choice).CheckAsync(); }
        await person.Get("poll-vote").ClickAsync();
        await Expect(person.Get("poll-vote")).ToHaveCountAsync(0);
    }

    private async Task<ChatPerson> EnterAsync(string name, string locale = "en-GB", int width = 1280, int height = 800)
    {
        var person = await ChatPerson.EnterAsync(fixture, _room, name, locale, width, height);
        _people.Add(person);
        return person;
    }

    [GeneratedRegex("\"counts\":\\[")]
    private static partial Regex CountsTold();

    [GeneratedRegex("\"voters\":\\[")]
    private static partial Regex VotersTold();

    [GeneratedRegex(@"^polls-\d{4}-\d\d-\d\d\.csv$")]
    private static partial Regex TableName();

    [GeneratedRegex(@"^polls-\d{4}-\d\d-\d\d\.txt$")]
    private static partial Regex TextName();
}
