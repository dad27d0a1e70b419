using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-04, 12, 18, 22, 24 and 31 over a whole meeting in Chromium.</summary>
[Trait("Category", "Browser")]
public sealed class WholeCallPrivacyTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
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
        AssertServerWritesNoFile();
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

    [Fact]
    public async Task This_device_remembers_only_after_the_tick_and_one_click_forgets()
    {
        var room = fixture.NewRoom();
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.GetByTestId("prejoin-name").FillAsync("Ada");
        Assert.False(await page.GetByTestId("remember").IsCheckedAsync());
        await page.GetByTestId("remember").CheckAsync();
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        Assert.Equal($$$"""{"sfu":"{\"name\":\"Ada\",\"language\":\"en\",\"rooms\":[\"{{{room}}}\"],\"devices\":{\"mic\":\"\",\"camera\":\"\",\"speaker\":\"\"}}"}""", await page.EvaluateAsync<string>("JSON.stringify({ ...localStorage })"));

        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.StateIsAsync("prejoin");
        Assert.Equal("Ada", await page.GetByTestId("prejoin-name").InputValueAsync());
        await page.GotoAsync(fixture.Server.BaseAddress.AbsoluteUri);
        Assert.Equal(room, await page.GetByTestId("recent-room").TextContentAsync());
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(RepositoryLayout.Artifacts, "remember-home.png") });
        await page.GetByTestId("forget").ClickAsync();
        Assert.Equal(Visitor.NothingStored, await page.StorageAsync());
        Assert.Equal(0, await page.GetByTestId("recent-room").CountAsync());
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

    /// <summary>Regular files that the server holds open for writing; sockets, pipes and memory are none.</summary>
    private void AssertServerWritesNoFile()
    {
        foreach (var path in Directory.EnumerateFiles($"/proc/{fixture.Server.ProcessId}/fd"))
        {
            var target = File.ResolveLinkTarget(path, returnFinalTarget: false)?.FullName ?? "";
            var isFile = target.StartsWith('/') && !target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/proc/", StringComparison.Ordinal)
                && !target.StartsWith("/memfd:", StringComparison.Ordinal) && !target.Contains("/fd/", StringComparison.Ordinal);
            if (isFile)
            {
                var flags = File.ReadLines($"/proc/{fixture.Server.ProcessId}/fdinfo/{Path.GetFileName(path)}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
                var isWritten = (Convert.ToInt32(flags[6..].Trim(), 8) & 3) != 0; // O_WRONLY or O_RDWR
                Assert.False(isWritten && !target.Contains("clr-debug-pipe", StringComparison.Ordinal) && !target.Contains("doublemapper", StringComparison.Ordinal), target);
            }
        }
    }
}
