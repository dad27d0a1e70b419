using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-04, 22, 25 and 34 at the door: what a visitor meets before anything else.</summary>
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

    [Fact]
    public async Task A_consent_is_withdrawn_as_easily_as_it_was_given()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(fixture.Server.BaseAddress.AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("home");
        await page.GetByTestId("consent-withdraw").ClickAsync();
        await page.StateIsAsync("consent");
        Assert.Empty(await context.CookiesAsync());
    }
}
