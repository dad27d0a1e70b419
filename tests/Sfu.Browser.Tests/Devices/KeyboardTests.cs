using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary>Single keys, push to talk, and a whole meeting without a pointer.</summary>
[Trait("Category", "Browser")]
public sealed class KeyboardTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const string Tone = """
        window.fakeSound = () => {
          const context = new AudioContext();
          const tone = context.createOscillator();
          const out = context.createMediaStreamDestination();
          tone.connect(out);
          tone.start();
          return out.stream;
        };
        """;

    [Fact]
    public async Task Space_opens_the_microphone_only_while_it_is_held()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom());
        await ada.JoinAsync("Ada");

        await ada.Page.Keyboard.DownAsync(" ");
        await ada.UntilPressedAsync("mic", true);
        await ada.Page.Keyboard.UpAsync(" ");
        await ada.UntilPressedAsync("mic", false);
        Assert.False(await ada.AskAsync<bool>("window.newest('audio').track.enabled"));

        // After a click the button has the focus, though nobody sees it.
        await ada.Get("toolbar-mic").ClickAsync();
        await ada.UntilPressedAsync("mic", true);
        await ada.Get("toolbar-mic").ClickAsync();
        await ada.UntilPressedAsync("mic", false);
        await ada.Page.Keyboard.DownAsync(" ");
        await ada.UntilPressedAsync("mic", true);
        await ada.Page.Keyboard.UpAsync(" ");
        await ada.UntilPressedAsync("mic", false);
    }

    [Fact]
    public async Task Letters_act_in_the_room_but_not_while_one_writes_nor_when_they_are_switched_off()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom());
        await ada.JoinAsync("Ada");
        await ada.Page.Keyboard.PressAsync("m");
        await ada.UntilPressedAsync("mic", true);
        await ada.Page.Keyboard.PressAsync("c");
        await ada.Get("chat-input").ClickAsync();
        await ada.Page.Keyboard.TypeAsync("mmm v, ?");
        await Expect(ada.Get("chat-input")).ToHaveValueAsync("mmm v, ?");
        await ada.UntilPressedAsync("mic", true);
        await ada.UntilPressedAsync("camera", false);
        await Expect(ada.Page.Locator("dialog[open]")).ToHaveCountAsync(0);

        await ada.Get("toolbar-chat").ClickAsync();
        await ada.Page.Keyboard.PressAsync("?");
        await Expect(ada.Get("shortcuts")).ToContainTextAsync("Hold to talk");
        await ada.Page.AxeFindsNothingAsync("keys");
        await ada.Page.Keyboard.PressAsync("m");
        await ada.UntilPressedAsync("mic", true);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Get("shortcuts")).ToHaveCountAsync(0);

        await ada.OpenSettingsAsync("keys");
        await ada.Get("taste-shortcuts").UncheckAsync();
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(ada.Get("settings")).ToHaveCountAsync(0);
        await ada.Page.Keyboard.PressAsync("m");
        await ada.Page.Keyboard.PressAsync("?");
        await Expect(ada.Get("shortcuts")).ToHaveCountAsync(0);
        await ada.UntilPressedAsync("mic", true);
    }

    [Fact]
    public async Task Whoever_talks_while_muted_is_told_and_nothing_of_it_is_sent()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(fixture, room, script: Tone);
        await using var bela = await DevicePerson.OpenAsync(fixture, room);
        await bela.JoinAsync("Bela");
        await ada.JoinAsync("Ada");
        await ada.TurnOnAsync("mic");
        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.some((source) => source.kind === 'mic' && source.audioLevel > 0))");
        await ada.Get("toolbar-mic").ClickAsync();
        await ada.UntilPressedAsync("mic", false);

        await Expect(ada.Get("banner")).ToContainTextAsync("your microphone is off");

        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.every((source) => source.kind !== 'mic' || source.audioLevel === 0))");
        await ada.Get("toolbar-mic").ClickAsync();
        await ada.UntilPressedAsync("mic", true);
        await Expect(ada.Get("banner")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_whole_meeting_needs_no_pointer()
    {
        var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, fixture.NewRoom()).AbsoluteUri);
        await page.StateIsAsync("consent");
        await WalkToAsync(page, "consent-accept");
        await page.Keyboard.PressAsync("Enter");
        await page.StateIsAsync("prejoin");
        await WalkToAsync(page, "prejoin-name");
        await page.Keyboard.TypeAsync("Ada");
        await WalkToAsync(page, "prejoin-camera");
        await page.Keyboard.PressAsync(" ");
        await PressedAsync(page, "prejoin-camera", true);
        await WalkToAsync(page, "prejoin-join");
        await page.Keyboard.PressAsync("Enter");
        await page.StateIsAsync("room");

        await WalkToAsync(page, "toolbar-mic");
        await page.Keyboard.PressAsync(" ");
        await PressedAsync(page, "toolbar-mic", true);
        await page.Keyboard.PressAsync("Enter");
        await PressedAsync(page, "toolbar-mic", false);
        await WalkToAsync(page, "toolbar-chat");
        await page.Keyboard.PressAsync("Enter");
        await WalkToAsync(page, "chat-input");
        await page.Keyboard.TypeAsync("hello");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByTestId("chat-message")).ToContainTextAsync("hello");
        await WalkToAsync(page, "toolbar-settings");
        await page.Keyboard.PressAsync("Enter");
        await WalkToAsync(page, "settings-sound");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByTestId("settings-video")).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByTestId("toolbar-settings")).ToBeFocusedAsync();
        await WalkToAsync(page, "toolbar-leave");
        await page.Keyboard.PressAsync("Enter");
        await page.StateIsAsync("left");
        await context.CloseAsync();
    }

    /// <summary>Presses Tab until the control has the focus; more often than there are controls means that it cannot be reached.</summary>
    private static async Task WalkToAsync(IPage page, string testId)
    {
        await page.GetByTestId(testId).WaitForAsync();
        for (var steps = 0; steps < 60; steps++)
        {
            if (await page.EvaluateAsync<bool>($"document.activeElement?.dataset?.testid === '{testId}'")) { return; }
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"The Tab key does not lead to {testId}.");
    }

    private static Task PressedAsync(IPage page, string testId, bool on) =>
        Expect(page.GetByTestId(testId)).ToHaveAttributeAsync("aria-pressed", on ? "true" : "false");
}
