using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-35: German and English at the door. That no text is missing in either, the client's type check and its tests show.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "35")]
public sealed class Prv35LanguageTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private Uri Room => new(fixture.Server.BaseAddress, fixture.NewRoom());

    [Theory]
    [InlineData("de-DE", 390, 844, "Bevor es losgeht", "Einverstanden", "Ablehnen")]
    [InlineData("en-GB", 1280, 800, "Before you start", "Accept", "Decline")]
    [InlineData("de-DE", 320, 480, "Bevor es losgeht", "Einverstanden", "Ablehnen")]
    public async Task In_the_visitors_language_both_choices_are_in_sight_and_of_one_size(
        string locale, int width, int height, string title, string accept, string decline)
    {
        await using var context = await fixture.Browser.OpenContextAsync(locale, width, height);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Room.AbsoluteUri);
        await page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = title }).WaitForAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(RepositoryLayout.Artifacts, $"consent-{locale}-{width}.png") });

        var accepts = await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = accept, Exact = true }).BoundingBoxAsync();
        var declines = await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = decline, Exact = true }).BoundingBoxAsync();
        Assert.NotNull(accepts);
        Assert.NotNull(declines);
        Assert.Equal(accepts.Width, declines.Width, 0.5);
        Assert.Equal(accepts.Height, declines.Height, 0.5);
        Assert.All([accepts, declines], box => Assert.True(box.Y >= 0 && box.Y + box.Height <= height && box.X >= 0 && box.X + box.Width <= width, $"{box.X} {box.Y}"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = locale == "de-DE" ? "English" : "Deutsch" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = locale == "de-DE" ? "Before you start" : "Bevor es losgeht" }).WaitForAsync();
    }
}
