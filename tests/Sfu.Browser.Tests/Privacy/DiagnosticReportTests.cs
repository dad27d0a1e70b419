using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-16's other half: instead of support logs there is a report that the visitor herself opens, reads and copies.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "16")]
public sealed class DiagnosticReportTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task It_tells_of_the_call_and_holds_no_name_no_room_and_no_address_and_goes_nowhere()
    {
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, "MarkerRoom").AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.GetByTestId("prejoin-name").FillAsync("MarkerName");
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        await page.GetByTestId("toolbar-camera").ClickAsync();
        await page.Locator("[data-testid=toolbar-camera][aria-pressed=true]").WaitForAsync();
        await OpenAsync(page);
        var field = page.GetByTestId("diagnostics-text");
        var made = page.Locator("[data-testid=diagnostics-text][aria-busy=false]");
        await made.WaitForAsync();
        var requests = new List<string>();
        page.Request += (_, request) => requests.Add($"{request.Method} {request.Url} {request.PostData}");

        // Made again until the camera's packets are in it. Each is waited for: one that came later would be copied instead of the one read here.
        var report = "";
        await Sfu.Testing.Processes.Until.TrueAsync(
            async () =>
            {
                await page.GetByTestId("diagnostics-again").ClickAsync();
                await made.WaitForAsync();
                report = await field.InputValueAsync();
                return report.Contains("Sent: video/", StringComparison.Ordinal) && report.Contains("Path: ", StringComparison.Ordinal);
            },
            TimeSpan.FromSeconds(30), () => "the report does not show the camera and its path");
        Assert.Matches("Path: (host|prflx) udp → (host|prflx) udp", report); // which of the two, the browser's first check decides
        Assert.Contains("Encryption: FEFD ", report, StringComparison.Ordinal);
        Assert.Contains("People: 1", report, StringComparison.Ordinal);
        foreach (var secret in new[] { "Marker", "127.0.0.1", "::1", fixture.Server.MediaPort.ToString(System.Globalization.CultureInfo.InvariantCulture), fixture.Server.BaseAddress.Authority, "Fake" })
        {
            Assert.DoesNotContain(secret, report, StringComparison.OrdinalIgnoreCase);
        }

        await page.GetByTestId("diagnostics-copy").ClickAsync();
        await page.GetByText("Copied.").WaitForAsync();
        Assert.Equal(report, (await page.EvaluateAsync<string>("navigator.clipboard.readText()")).ReplaceLineEndings("\n"));

        // The page fetches its own script in advance; nothing else leaves it, and nothing with anything in it.
        Assert.All(requests, request => Assert.Matches($"^GET {System.Text.RegularExpressions.Regex.Escape(fixture.Server.BaseAddress.AbsoluteUri)}app/chunks/[A-Za-z0-9-]+\\.(js|css) $", request));
    }

    /// <summary>As a visitor finds it: in the settings.</summary>
    private static async Task OpenAsync(IPage page)
    {
        var settings = page.GetByTestId("toolbar-settings");
        if (!await settings.IsVisibleAsync())
        {
            await page.GetByTestId("toolbar-more").ClickAsync();
        }

        await settings.ClickAsync();
        await page.GetByTestId("settings-help").ClickAsync();
        await page.GetByTestId("settings-diagnostics").ClickAsync();
    }
}
