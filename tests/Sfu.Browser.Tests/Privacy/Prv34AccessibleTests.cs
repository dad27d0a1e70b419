using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-34 at the door: consent, refusal, notice and report pass axe in both languages, on a phone and a large screen, light and dark, and are read out whole.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "34")]
public sealed class Prv34AccessibleTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData("de-DE", 390, 844, ColorScheme.Dark)]
    [InlineData("en-GB", 1280, 800, ColorScheme.Light)]
    public async Task Axe_finds_nothing_in_the_consent_the_refusal_the_notice_and_the_report(string locale, int width, int height, ColorScheme scheme)
    {
        await using var context = await fixture.Browser.OpenContextAsync(locale, width, height);
        var page = await context.NewPageAsync();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, fixture.NewRoom()).AbsoluteUri);
        await page.GetByTestId("consent-dialog").WaitForAsync();
        await page.AxeFindsNothingAsync("consent");
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("prejoin");
        await page.GetByTestId("open-diagnostics").ClickAsync();
        await page.GetByTestId("diagnostics-text").WaitForAsync();
        await page.AxeFindsNothingAsync("report");
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, "privacy").AbsoluteUri);
        await page.AxeFindsNothingAsync("notice");
    }

    /// <summary>What a screen reader is given, in its order: name and role of the dialogue, the text whole, two buttons by their names.</summary>
    [Theory]
    [InlineData("en-GB", "Before you start", "Decline", "Accept", "Microphone and camera are off")]
    [InlineData("de-DE", "Bevor es losgeht", "Ablehnen", "Einverstanden", "Mikrofon und Kamera sind aus")]
    public async Task A_screen_reader_is_given_the_dialogue_its_text_and_both_choices_and_nothing_else(string locale, string title, string decline, string accept, string promise)
    {
        await using var context = await fixture.Browser.OpenContextAsync(locale, 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, fixture.NewRoom()).AbsoluteUri);
        await page.GetByTestId("consent-dialog").WaitForAsync();
        var tree = await page.Locator("body").AriaSnapshotAsync();
        var order = new[] { $"dialog \"{title}\"", $"heading \"{title}\" [level=1]", promise, $"button \"{decline}\"", $"button \"{accept}\"" }
            .Select(part => tree.IndexOf(part, StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, order);
        Assert.Equal(order.Order(), order);
        Assert.DoesNotContain("textbox", tree, StringComparison.Ordinal);
        var described = await page.EvaluateAsync<string>("document.getElementById(document.querySelector('[role=dialog]').getAttribute('aria-describedby')).textContent");
        Assert.Contains(promise, described, StringComparison.Ordinal);
        Assert.Equal(locale[..2], await page.EvaluateAsync<string>("document.documentElement.lang"));
    }
}
