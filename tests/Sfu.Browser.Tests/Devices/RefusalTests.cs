using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary>What the page says when a device cannot be had, and what helps.</summary>
[Trait("Category", "Browser")]
public sealed class RefusalTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData("en-GB", "does not let this page use your microphone", "icon to the left of the address")]
    [InlineData("de-DE", "lässt diese Seite nicht an Ihr Mikrofon", "Symbol links neben der Adresse")]
    public async Task A_refused_microphone_is_explained_in_the_words_of_the_browser_and_can_be_tried_again(string locale, string said, string step)
    {
        await using var browser = await ChromiumBrowser.StartAsync(asks: true);

        // Whoever grants something in particular denies all the rest.
        await using var ada = await DevicePerson.OpenAsync(
            fixture, fixture.NewRoom(), locale, prepare: context => context.GrantPermissionsAsync(["clipboard-read"]), browser: browser);

        await ada.Get("prejoin-mic").ClickAsync();

        await Expect(ada.Get("banner")).ToContainTextAsync(said);
        await Expect(ada.Get("prejoin-mic")).ToHaveAttributeAsync("aria-pressed", "false");
        await ada.Get("banner-how").ClickAsync();
        await Expect(ada.Get("permission-help")).ToContainTextAsync(step);
        await Expect(ada.Get("permission-help").Locator("ol")).ToHaveAttributeAsync("data-browser", "chrome");
        await ada.Page.AxeFindsNothingAsync("help with permissions");

        await ada.Context.GrantPermissionsAsync(["microphone"]);
        await ada.Get("permission-again").ClickAsync();
        await Expect(ada.Get("prejoin-mic")).ToHaveAttributeAsync("aria-pressed", "true");
    }

    [Theory]
    [InlineData("NotFoundError", "", "No camera was found")]
    [InlineData("NotReadableError", "", "another program may be using it")]
    [InlineData("NotAllowedError", "Permission denied by system", "Your system does not let the browser use the camera")]
    public async Task Each_reason_has_its_own_words(string name, string message, string said)
    {
        var script = $"MediaDevices.prototype.getUserMedia = async () => {{ throw new DOMException('{message}', '{name}'); }};";
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom(), script: script);

        await ada.Get("prejoin-camera").ClickAsync();

        await Expect(ada.Get("banner")).ToContainTextAsync(said);
        await Expect(ada.Get("prejoin-camera")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task A_microphone_that_is_unplugged_is_replaced_and_one_that_is_interrupted_says_so()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom(), prepare: context => context.GrantPermissionsAsync(["microphone"]));
        await ada.JoinAsync("Ada");
        await ada.TurnOnAsync("mic");

        await ada.AskAsync<bool>("window.newest('audio').track.dispatchEvent(new Event('mute'))");
        await Expect(ada.Get("banner").Filter(new LocatorFilterOptions { HasText = "You are not heard" })).ToBeVisibleAsync();
        await ada.AskAsync<bool>("window.newest('audio').track.dispatchEvent(new Event('unmute'))");
        await Expect(ada.Get("banner")).ToHaveCountAsync(0);

        // The next one that the browser gives has another name; the same one again would need no word.
        await ada.AskAsync<bool>("(Object.defineProperty(MediaStreamTrack.prototype, 'label', { get: () => 'Headset' }), true)");
        await ada.AskAsync<bool>("(window.first = window.newest('audio').track, window.first.stop(), window.first.dispatchEvent(new Event('ended')))");
        await ada.UntilAsync("window.newest('audio').track !== window.first && window.newest('audio').track.readyState === 'live'");
        await Expect(ada.Get("banner").Filter(new LocatorFilterOptions { HasText = "You now speak through another one" })).ToBeVisibleAsync();
        await ada.UntilPressedAsync("mic", true);
    }
}
