using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-04, 18, 22, 24 and 31 over a whole meeting in Chromium, and over all that a browser is ever sent.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "18")]
public sealed partial class Prv18ThirdPartyTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const string CountViolations =
        "window.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));";

    [Fact]
    public async Task A_whole_meeting_stores_nothing_asks_no_other_origin_and_breaks_no_policy()
    {
        var room = fixture.NewRoom();
        await using var one = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        await using var other = await fixture.Browser.OpenContextAsync("de-DE", 1280, 800);
        var requests = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var pages = new List<IPage>();
        foreach (var context in new[] { one, other })
        {
            await context.AddInitScriptAsync(CountViolations);
            var page = await context.NewPageAsync();
            page.Request += (_, request) => requests.Enqueue(request.Url);
            page.WebSocket += (_, socket) => requests.Enqueue(socket.Url);
            pages.Add(page);
            await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
            await page.GetByTestId("consent-accept").ClickAsync();
            await page.GetByTestId("prejoin-name").FillAsync("MarkerName");
            await page.GetByTestId("prejoin-join").ClickAsync();
            await page.StateIsAsync("room");
            Assert.Equal(0, await page.CapturesAsync());
        }

        await pages[0].GetByTestId("toolbar-mic").ClickAsync();
        await pages[0].GetByTestId("toolbar-camera").ClickAsync();
        await pages[0].Locator("[data-testid=toolbar-camera][aria-pressed=true]").WaitForAsync();
        await pages[1].Locator("[data-testid=tile][data-self=false] video").WaitForAsync();
        Assert.Equal(["sfu.stay"], await pages[0].EvaluateAsync<string[]>("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"));
        await pages[1].GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "English" }).ClickAsync();
        foreach (var page in pages)
        {
            await page.GetByTestId("toolbar-leave").ClickAsync();
            await page.StateIsAsync("left");
            Assert.Equal(Visitor.NothingStored, await page.StorageAsync());
            Assert.Equal("sfu_consent", Assert.Single(await page.Context.CookiesAsync()).Name);
            Assert.Empty(await page.EvaluateAsync<string[]>("window.violations"));
        }

        Assert.Contains(requests, address => address.StartsWith("ws://", StringComparison.Ordinal));
        Assert.All(requests, address => Assert.True(
            address.StartsWith("data:", StringComparison.Ordinal) || address.StartsWith("blob:", StringComparison.Ordinal)
            || new Uri(address).Authority == fixture.Server.BaseAddress.Authority, address));
        Assert.All(fixture.Server.OutputLines, line => Assert.DoesNotContain("MarkerName", line, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whatever the client could load is written somewhere in what is served: no address of another host is, but in comments on licences and names of XML.</summary>
    [Fact]
    public void No_file_for_the_browser_names_another_host_to_load_from()
    {
        var root = Path.Combine(RepositoryLayout.Root, "wwwroot");
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".js" or ".css" or ".html" or ".svg").ToArray();
        Assert.Contains(files, file => file.EndsWith("app/main.js", StringComparison.Ordinal));
        foreach (var file in files)
        {
            var named = Address().Matches(File.ReadAllText(file)).Select(address => address.Value).Where(address => !KnownNames.Any(name => address.StartsWith(name, StringComparison.Ordinal)));
            Assert.True(!named.Any(), $"{file}: {string.Join(", ", named)}");
        }
    }

    /// <summary>Not places but names (of XML), and links in messages of a library for developers.</summary>
    private static readonly string[] KnownNames = ["http://www.w3.org/", "https://github.com/", "https://docs.microsoft.com/", "https://aka.ms/", "https://learn.microsoft.com/"];

    [System.Text.RegularExpressions.GeneratedRegex(@"(?:https?|wss?|stuns?|turns?):(?://)?[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s""'`)]*", System.Text.RegularExpressions.RegexOptions.CultureInvariant | System.Text.RegularExpressions.RegexOptions.IgnoreCase)]
    private static partial System.Text.RegularExpressions.Regex Address();
}
