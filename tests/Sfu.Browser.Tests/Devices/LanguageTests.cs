using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary>The other language in the middle of a meeting.</summary>
[Trait("Category", "Browser")]
public sealed class LanguageTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>Controls of the settings without a name, and keys that stand where a text should.</summary>
    private const string Nameless = """
        (() => {
          const sheet = document.querySelector('[data-testid=settings]');
          const nameless = [...sheet.querySelectorAll('button, a, input, h2, h3')].filter((element) =>
            !(element.textContent.trim() || element.getAttribute('aria-label') || element.labels?.[0]?.textContent.trim()));
          const keys = sheet.innerText.match(/\b[a-z]+(\.[a-z-]+)+\b|\{\w+\}/g) ?? [];
          return [...nameless.map((element) => element.outerHTML), ...keys].join('\n');
        })()
        """;

    private const string FramesOfBela = "window.sfu.stats().then((stats) => stats.sources.find((source) => source.name === 'Bela' && source.kind === 'camera')?.framesDecoded ?? 0)";

    private static readonly string[] Pages = ["sound", "video", "look", "hints", "keys", "device", "help"];

    [Fact]
    public async Task The_settings_speak_the_chosen_language_on_every_page_and_the_meeting_goes_on()
    {
        var room = fixture.NewRoom();
        await using var bela = await DevicePerson.OpenAsync(fixture, room, width: 640, height: 480);
        await bela.JoinAsync("Bela");
        await bela.TurnOnAsync("camera");
        await using var ada = await DevicePerson.OpenAsync(fixture, room);
        await ada.JoinAsync("Ada");
        await ada.TurnOnAsync("mic");
        await ada.Get("toolbar-chat").ClickAsync();
        await ada.Get("chat-input").FillAsync("half a sen");
        await ada.UntilAsync($"{FramesOfBela}.then((frames) => frames > 5)");
        var self = await SelfAsync(ada);

        await ada.Get("toolbar-settings").ClickAsync();
        var english = await ReadAllAsync(ada);
        await ada.Get("settings-look").ClickAsync();
        await ada.Get("choose-language").GetByLabel("Deutsch").CheckAsync();
        await ada.UntilAsync("document.documentElement.lang === 'de'");
        await Expect(ada.Get("settings").Locator("h2").First).ToHaveTextAsync("Einstellungen");
        var german = await ReadAllAsync(ada);
        for (var page = 0; page < Pages.Length; page++) { Assert.NotEqual(english[page], german[page]); }
        await ada.Page.Keyboard.PressAsync("Escape");

        await Expect(ada.Get("toolbar-leave")).ToHaveTextAsync("Verlassen");
        await Expect(ada.Get("chat-input")).ToHaveValueAsync("half a sen");
        await ada.UntilPressedAsync("mic", true);
        var frames = await ada.AskAsync<double>(FramesOfBela);
        await ada.UntilAsync($"{FramesOfBela}.then((now) => now > {frames} + 5)");
        Assert.Equal((self, 1, 1), (await SelfAsync(ada), await ada.AskAsync<int>("window.sfuSpy.peerConnections"), await ada.AskAsync<int>("window.sfuSpy.getUserMedia")));

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "English", Exact = true }).ClickAsync();
        await Expect(ada.Get("toolbar-leave")).ToHaveTextAsync("Leave");
        Assert.Empty(ada.Complaints);
    }

    /// <summary>What stands on every page of the settings, which are open.</summary>
    private static async Task<List<string>> ReadAllAsync(DevicePerson person)
    {
        var texts = new List<string>();
        foreach (var page in Pages)
        {
            await person.Get("settings-" + page).ClickAsync();
            await Expect(person.Get("settings-" + page)).ToHaveAttributeAsync("aria-selected", "true");
            Assert.Equal("", await person.AskAsync<string>(Nameless));
            texts.Add(await person.Page.Locator("#settings-page").InnerTextAsync());
        }

        return texts;
    }

    private static async Task<string> SelfAsync(DevicePerson person) =>
        await person.Page.Locator("[data-testid=tile][data-self=true]").First.GetAttributeAsync("data-participant") ?? "";
}
