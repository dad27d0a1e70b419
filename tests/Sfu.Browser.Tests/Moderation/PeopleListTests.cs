using System.Text;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>The list of people: hands, reactions, what moderators may take home, keyboard and phone.</summary>
[Trait("Category", "Browser")]
public sealed class PeopleListTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>A microphone that somebody speaks into all the time. Chromium's own beeps for 20 ms, and a click that short is no speech to the server.</summary>
    private const string Voice = """
        () => {
          navigator.mediaDevices.getUserMedia = async () => {
            const context = new AudioContext();
            await context.resume();
            const destination = context.createMediaStreamDestination();
            const tone = new OscillatorNode(context, { frequency: 300 });
            tone.connect(destination);
            tone.start();
            return destination.stream;
          };
        }
        """;

    [Fact]
    public async Task Raised_hands_stand_first_in_the_order_in_which_they_were_raised()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await using var cleo = await Member.EnterAsync(fixture, room, "Cleo");
        await ada.OpenPeopleAsync();
        await NamesAreAsync(ada, "Ada", "Bela", "Cleo");

        await cleo.Get("toolbar-hand").ClickAsync();
        await Assertions.Expect(ada.Line("Cleo")).ToHaveAttributeAsync("data-hand", "1");
        await bela.Get("toolbar-hand").ClickAsync();
        await Assertions.Expect(ada.Line("Bela")).ToHaveAttributeAsync("data-hand", "2");
        await NamesAreAsync(ada, "Cleo", "Bela", "Ada");
        await Assertions.Expect(bela.Get("toolbar-hand")).ToHaveAttributeAsync("aria-pressed", "true");

        await ada.ActAsync("Cleo", "person-lower-hand");
        await cleo.IsToldAsync("Ada has lowered your hand");
        await Assertions.Expect(cleo.Get("toolbar-hand")).ToHaveAttributeAsync("aria-pressed", "false");
        await Assertions.Expect(ada.Line("Bela")).ToHaveAttributeAsync("data-hand", "1");
    }

    [Fact]
    public async Task A_reaction_rises_at_everybody_is_said_and_goes()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela", "de-DE");

        await bela.Get("toolbar-reactions").ClickAsync();
        // All of this lasts for some seconds only, so it is waited for from before it happens.
        var shown = Task.WhenAll(
            Assertions.Expect(ada.Get("floating-reaction")).ToHaveAttributeAsync("data-name", "Bela"),
            Assertions.Expect(bela.Get("floating-reaction")).ToHaveCountAsync(1),
            Assertions.Expect(ada.Get("announcements")).ToContainTextAsync("Bela: Agree"));
        await bela.Get("reaction").First.ClickAsync();
        await shown;
        await Assertions.Expect(ada.Get("floating-reaction")).ToHaveCountAsync(0);
        await Assertions.Expect(bela.Get("reaction")).ToHaveCountAsync(0); // the choice has closed
    }

    [Fact]
    public async Task Moderators_save_the_list_as_a_table_in_which_no_name_is_a_formula()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "=1+1 \"Bela\", jr.");
        await ada.OpenPeopleAsync();
        await Assertions.Expect(ada.Get("person")).ToHaveCountAsync(2);
        await ada.Get("people-more").ClickAsync();

        var download = await ada.Page.RunAndWaitForDownloadAsync(() => ada.Get("people-save").ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);

        Assert.Matches("^participants-[0-9]{4}-[0-9]{2}-[0-9]{2}[.]csv$", download.SuggestedFilename);
        Assert.Equal(
            "\ufeff\"Name\",\"Role\",\"Guest\"\r\n\"'=1+1 \"\"Bela\"\", jr.\",\"participant\",\"no\"\r\n\"Ada\",\"owner\",\"no\"\r\n",
            await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Talk_times_name_who_spoke()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.OwnAsync(fixture, room, "Ada", "talkTimeForAll: true");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await bela.Page.EvaluateAsync(Voice);
        await bela.TurnAsync("mic", true);
        await ada.HearsAsync("Bela");

        // Where the room shows them to everybody, a participant finds them too.
        await bela.OpenPeopleAsync();
        await bela.Get("talk-times").ClickAsync();
        var line = bela.Page.Locator("[data-testid=talk-line][data-name=Bela]");
        await Assertions.Expect(line).ToContainTextAsync("100 %"); // the sheet reads anew every five seconds
        await Assertions.Expect(line).Not.ToContainTextAsync("0:00");
        await Assertions.Expect(bela.Page.Locator("[data-testid=talk-line][data-name=Ada]")).ToContainTextAsync("0:00");
        await Assertions.Expect(bela.Get("talk-save")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_list_and_its_menus_are_used_by_keyboard_alone()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await bela.TurnAsync("mic", true);

        await ada.Get("toolbar-people").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(ada.Line("Bela").GetByTestId("person-mute")).ToBeEnabledAsync(); // Ada knows of the microphone
        await ada.Line("Bela").GetByTestId("person-menu").FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("person-menu-mute", await FocusedAsync(ada));
        await ada.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("person-menu", await FocusedAsync(ada));
        await Assertions.Expect(ada.Get("person-remove")).ToHaveCountAsync(0);

        await ada.Page.Keyboard.PressAsync("Enter");
        await ada.Page.Keyboard.PressAsync("Tab");
        await ada.Page.Keyboard.PressAsync("Enter");
        await bela.IsAsync("mic", false);
        Assert.Equal("person-menu", await FocusedAsync(ada));

        await ada.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(ada.Line("Bela")).ToHaveCountAsync(0);
        Assert.Equal("toolbar-people", await FocusedAsync(ada));
    }

    [Fact]
    public async Task Somebody_is_shown_large_from_the_list_and_gets_a_private_message_from_there()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await using var cleo = await Member.EnterAsync(fixture, room, "Cleo");
        await cleo.OpenPeopleAsync();

        await cleo.ActAsync("Bela", "person-pin");
        await Assertions.Expect(cleo.Page.Locator("[data-testid=tile][data-name=Bela]")).ToHaveAttributeAsync("data-large", "true");
        await cleo.ActAsync("Bela", "person-write");
        await Assertions.Expect(cleo.Get("chat-to")).ToHaveValueAsync(await cleo.Page.Locator("[data-testid=tile][data-name=Bela]").GetAttributeAsync("data-participant") ?? "");
        await cleo.Get("chat-input").FillAsync("Only you read this.");
        await cleo.Get("chat-send").ClickAsync();
        await bela.Get("toolbar-chat").ClickAsync();
        await Assertions.Expect(bela.Get("chat-message")).ToContainTextAsync("Only you read this.");
        await ada.Get("toolbar-chat").ClickAsync();
        await Assertions.Expect(ada.Get("chat-input")).ToBeVisibleAsync();
        await Assertions.Expect(ada.Get("chat-message")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(360, 640)]
    [InlineData(844, 390)]
    public async Task On_a_phone_every_control_is_in_the_bar_or_one_tap_away_and_fits(int width, int height)
    {
        await using var ada = await Member.EnterAsync(fixture, fixture.NewRoom(), "Ada", "de-DE", width, height);
        string[] first = ["mic", "camera", "hand", "chat", "leave"];
        foreach (var tool in first) { await Assertions.Expect(ada.Get("toolbar-" + tool)).ToBeInViewportAsync(new() { Ratio = 1 }); }

        await ada.Get("toolbar-more").ClickAsync();
        foreach (var tool in (string[])["people", "polls", "settings"]) { await Assertions.Expect(ada.Get("toolbar-" + tool)).ToBeInViewportAsync(new() { Ratio = 1 }); }

        await Assertions.Expect(ada.Get("reaction")).ToHaveCountAsync(8);
        await ada.Get("toolbar-people").ClickAsync();
        await Assertions.Expect(ada.Line("Ada")).ToBeInViewportAsync();
        await Assertions.Expect(ada.Get("toolbar-people")).ToHaveCountAsync(0); // the menu has closed
        Assert.True(await ada.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static async Task NamesAreAsync(Member member, params string[] names)
    {
        string[] found = [];
        await Until.TrueAsync(
            async () => (found = await member.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-testid=person]')].map((line) => line.dataset.name)")).SequenceEqual(names),
            Patience.Limit, () => $"{string.Join(", ", names)}; found {string.Join(", ", found)}");
    }

    private static Task<string> FocusedAsync(Member member) => member.Page.EvaluateAsync<string>("document.activeElement?.dataset.testid ?? ''");
}
