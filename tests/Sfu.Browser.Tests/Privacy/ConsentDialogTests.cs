using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-04, 22, 25, 34 and 35 at the door: what a visitor meets before anything else.</summary>
[Trait("Category", "Browser")]
public sealed class ConsentDialogTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private Uri Room => new(fixture.Server.BaseAddress, fixture.NewRoom());

    [Fact]
    public async Task Before_a_click_nothing_is_asked_of_the_browser_and_nothing_is_stored()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        var sockets = 0;
        page.WebSocket += (_, _) => sockets++;
        await page.GotoAsync(Room.AbsoluteUri);
        await page.StateIsAsync("consent");

        Assert.Empty(await context.CookiesAsync());
        Assert.Equal(Visitor.NothingStored, await page.StorageAsync());
        Assert.Equal(0, await page.CapturesAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("window.sfuSpy.peerConnections"));
        Assert.Equal(0, sockets);
        Assert.Equal(0, await page.GetByTestId("prejoin-join").CountAsync());
    }

    [Fact]
    public async Task Accepting_leaves_one_cookie_that_lasts_30_days_and_is_not_asked_again()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Room.AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("prejoin");

        var cookie = Assert.Single(await context.CookiesAsync());
        Assert.Equal(("sfu_consent", "/", true, SameSiteAttribute.Lax), (cookie.Name, cookie.Path, cookie.HttpOnly, cookie.SameSite));
        Assert.Matches("^[0-9a-f]{16}\\.[0-9]+$", cookie.Value);
        Assert.InRange(cookie.Expires - TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(), (30 * 86400) - 120, 30 * 86400);
        Assert.Equal(Visitor.NothingStored, await page.StorageAsync());
        Assert.Equal(0, await page.CapturesAsync());

        // The cookie alone opens the hub: a fresh page of the same browser knows nothing else.
        var next = await context.NewPageAsync();
        await next.GotoAsync(Room.AbsoluteUri);
        await next.StateIsAsync("prejoin");
        await next.GetByTestId("prejoin-join").ClickAsync();
        await next.StateIsAsync("room");
    }

    [Fact]
    public async Task Declining_goes_back_to_the_page_before_and_leaves_nothing()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var club = await context.ServeClubAsync($"<a id=meet href='{Room}'>Meet</a>");
        var page = await context.NewPageAsync();
        await page.GotoAsync(club.AbsoluteUri);
        await page.Locator("#meet").ClickAsync();
        await page.StateIsAsync("consent");
        await page.GetByTestId("consent-decline").ClickAsync();
        await page.WaitForURLAsync(club.AbsoluteUri);
        Assert.Empty(await context.CookiesAsync());
    }

    [Fact]
    public async Task Declining_in_a_new_tab_goes_to_the_page_that_opened_it()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var club = await context.ServeClubAsync($"<a id=meet target=_blank rel=noopener referrerpolicy=unsafe-url href='{Room}'>Meet</a>");
        var opener = await context.NewPageAsync();
        await opener.GotoAsync(club.AbsoluteUri);
        var page = await context.RunAndWaitForPageAsync(() => opener.Locator("#meet").ClickAsync());
        await page.StateIsAsync("consent");
        await page.GetByTestId("consent-decline").ClickAsync();
        await page.WaitForURLAsync(club.AbsoluteUri);
        Assert.Empty(await context.CookiesAsync());
    }

    [Fact]
    public async Task Declining_a_page_opened_directly_says_so_and_sends_nowhere()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var opener = await context.NewPageAsync();
        // As from a mail program: no referrer, a tab of its own.
        await opener.SetContentAsync($"<a id=meet target=_blank rel='noopener noreferrer' href='{Room}?referrer=https://evil.example&back=//evil.example&return=https://evil.example'>Meet</a>");
        var page = await context.RunAndWaitForPageAsync(() => opener.Locator("#meet").ClickAsync());
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add(request.Method + " " + request.Url);
        await page.StateIsAsync("consent");
        var before = requests.Count;
        await page.GetByTestId("consent-decline").ClickAsync();
        await page.GetByTestId("consent-declined").WaitForAsync();

        Assert.Equal(fixture.Server.BaseAddress.Authority, new Uri(page.Url).Authority);
        Assert.Equal(before, requests.Count);
        Assert.Empty(await context.CookiesAsync());
        Assert.Equal(Visitor.NothingStored, await page.StorageAsync());
        await page.GetByTestId("consent-again").ClickAsync();
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("prejoin");
    }

    [Fact]
    public async Task The_keyboard_reaches_every_control_of_the_dialogue_and_nothing_else_and_Escape_does_nothing()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(Room.AbsoluteUri);
        await page.StateIsAsync("consent");
        var dialog = page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Before you start" });
        await dialog.WaitForAsync();
        Assert.Equal("consent-dialog", await page.EvaluateAsync<string>("document.activeElement.dataset.testid"));

        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Enter");
        Assert.True(await dialog.IsVisibleAsync());
        var reached = new List<string>();
        for (var step = 0; step < 12; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>("document.activeElement === document.body || document.activeElement.closest('[role=dialog]') !== null"));
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.dataset.testid ?? ''"));
            if (reached[^1] == "consent-accept") { break; }
        }

        Assert.Contains("consent-decline", reached);
        await page.Keyboard.PressAsync("Enter");
        await page.StateIsAsync("prejoin");
    }

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
