using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-23: declining costs nothing: back to where one came from, nothing stored, nothing told to the server.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "23")]
public sealed class Prv23DeclineTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private Uri Room => new(fixture.Server.BaseAddress, fixture.NewRoom());

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

    /// <summary>Nothing in an address decides where somebody is sent: it would be a way to send visitors anywhere in this server's name.</summary>
    [Fact]
    public async Task No_word_in_the_address_chooses_the_way_back()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var opener = await context.NewPageAsync();
        foreach (var tail in new[]
        {
            "?referer=https://evil.example/", "?url=//evil.example/&next=//evil.example/&redirect_uri=https://evil.example/", "?logoutURL=https://evil.example/&exit=javascript:alert(1)",
            "#return=https://evil.example/", "#javascript:location='https://evil.example/'", "?back=%0d%0aLocation:%20https://evil.example/", "?x=\\\\evil.example",
        })
        {
            await opener.SetContentAsync($"<a id=meet target=_blank rel='noopener noreferrer'>Meet</a>");
            await opener.EvaluateAsync("(href) => { document.getElementById('meet').href = href; }", Room + tail);
            var page = await context.RunAndWaitForPageAsync(() => opener.Locator("#meet").ClickAsync());
            await page.StateIsAsync("consent");
            await page.GetByTestId("consent-decline").ClickAsync();
            await page.GetByTestId("consent-declined").WaitForAsync();
            Assert.Equal(fixture.Server.BaseAddress.Authority, new Uri(page.Url).Authority);
            await page.CloseAsync();
        }
    }
}
