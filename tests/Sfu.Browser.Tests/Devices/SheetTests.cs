using System.Text.Json;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary>Settings, statistics and what a phone needs to install the page.</summary>
[Trait("Category", "Browser")]
public sealed class SheetTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private static readonly string[] Pages = ["sound", "video", "look", "hints", "keys", "device", "help"];

    [Fact]
    public async Task The_statistics_sheet_shows_the_line_and_is_copied_without_names()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(
            fixture, room, prepare: context => context.GrantPermissionsAsync(["microphone", "camera", "clipboard-read", "clipboard-write"]));
        await using var bela = await DevicePerson.OpenAsync(fixture, room);
        await bela.JoinAsync("Bela");
        await ada.JoinAsync("Ada");
        await bela.TurnOnAsync("camera");
        await ada.TurnOnAsync("mic");

        await ada.Page.Keyboard.PressAsync("i");
        var sheet = ada.Get("statistics");
        await Expect(sheet).ToContainTextAsync("direct, UDP");
        await Expect(sheet.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Bela" })).ToContainTextAsync("VP8");
        await Expect(sheet.GetByRole(AriaRole.Row).Filter(new LocatorFilterOptions { HasText = "Microphone" })).ToContainTextAsync("opus");
        await ada.Page.AxeFindsNothingAsync("statistics");
        await ada.Get("statistics-copy").ClickAsync();
        await Expect(sheet).ToContainTextAsync("Copied.");
        var copy = await ada.AskAsync<string>("navigator.clipboard.readText()");
        Assert.Contains("Person 1 · Camera", copy, StringComparison.Ordinal);
        Assert.Contains("Round trip: ", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("Bela", copy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en-GB", 1280, 800)]
    [InlineData("de-DE", 360, 640)]
    public async Task Every_page_of_the_settings_fits_and_passes_axe(string locale, int width, int height)
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom(), locale, width, height);
        await ada.JoinAsync("Ada");
        foreach (var page in Pages)
        {
            if (page == Pages[0]) { await ada.OpenSettingsAsync(page); } else { await ada.Get("settings-" + page).ClickAsync(); }
            await Expect(ada.Get("settings-" + page)).ToHaveAttributeAsync("aria-selected", "true");
            await ada.Page.AxeFindsNothingAsync($"settings, {page}");
            Assert.True(
                await ada.AskAsync<bool>("(() => { const body = document.querySelector('.dialog-body'); return body.scrollWidth <= body.clientWidth && document.documentElement.scrollWidth <= innerWidth; })()"),
                $"{page} is wider than the page at {width}");
        }

        await ada.Get("settings-look").ClickAsync();
        await ada.Get("choose-theme").GetByRole(AriaRole.Radio).Last.CheckAsync();
        await ada.Page.AxeFindsNothingAsync("settings, dark");
        await ada.Get("choose-language").GetByRole(AriaRole.Radio).First.CheckAsync();
        await ada.UntilAsync("document.documentElement.lang === 'de'");
        await Expect(ada.Get("settings")).ToContainTextAsync("Einstellungen");
    }

    [Fact]
    public async Task The_page_can_be_installed_and_no_worker_keeps_an_old_one()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, fixture.NewRoom());
        await ada.Page.StateIsAsync("prejoin");
        var session = await ada.Context.NewCDPSessionAsync(ada.Page);
        var manifest = await session.SendAsync("Page.getAppManifest");
        Assert.Equal(0, manifest!.Value.GetProperty("errors").GetArrayLength());
        using var parsed = JsonDocument.Parse(manifest.Value.GetProperty("data").GetString()!);
        Assert.Equal("standalone", parsed.RootElement.GetProperty("display").GetString());
        var icons = parsed.RootElement.GetProperty("icons").EnumerateArray().ToList();
        Assert.Contains(icons, icon => icon.TryGetProperty("purpose", out var purpose) && purpose.GetString() == "maskable");
        foreach (var icon in icons)
        {
            var answer = await ada.Page.APIRequest.GetAsync(new Uri(fixture.Server.BaseAddress, icon.GetProperty("src").GetString()).AbsoluteUri);
            Assert.Equal(icon.GetProperty("type").GetString(), answer.Headers["content-type"]);
        }

        // What Chromium itself has against installing; a private window, which every test is, is all it may name.
        var errors = await session.SendAsync("Page.getInstallabilityErrors");
        Assert.DoesNotContain(
            errors!.Value.GetProperty("installabilityErrors").EnumerateArray(), error => error.GetProperty("errorId").GetString() != "in-incognito");
        Assert.Equal(0, await ada.AskAsync<int>("navigator.serviceWorker.getRegistrations().then((workers) => workers.length)"));
    }
}
