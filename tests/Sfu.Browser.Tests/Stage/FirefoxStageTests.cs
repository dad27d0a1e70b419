using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Stage;

/// <summary>What of the stage hangs on the browser, in Firefox. Server and browsers share a network namespace; see <see cref="FirefoxCallTests"/>.</summary>
[Trait("Category", "Browser")]
public sealed class FirefoxStageTests
{
    [Fact]
    public async Task A_picture_appears_and_comes_back_after_its_slot_was_given_away()
    {
        await using var host = await NetworkNamespace.CreateAsync();
        await using var server = await ServerProcess.StartAsync(host, "--Sfu:Rooms:Creation=open");
        await using var chromium = await ChromiumBrowser.StartAsync(host);
        var context = await chromium.OpenContextAsync("en-GB", 640, 480);
        await context.AddInitScriptAsync(ColouredCamera.Script("red"));
        await using var bela = new RoomPage(new ChromiumPage(context, await context.NewPageAsync()), "Bela");
        await bela.EnterAsync(server.BaseAddress, "fox");
        await bela.TurnAsync("camera", true);
        await using var fox = new RoomPage(await FirefoxPage.StartAsync(host), "Fox");
        await fox.EnterAsync(server.BaseAddress, "fox");
        await fox.SeesAsync("Bela", "camera", 1, StagePage.Limit);

        foreach (var state in (string[])["hidden", "visible"])
        {
            await fox.Page.EvaluateAsync(
                $"(Object.defineProperty(document, 'visibilityState', {{ value: '{state}', configurable: true }}), document.dispatchEvent(new Event('visibilitychange')))");
            await fox.UntilAsync(async () => (await fox.TilesAsync()).Any(tile => tile.ShowsVideo) == (state == "visible"), StagePage.Limit, $"has videos while {state}");
        }

        await fox.SeesAsync("Bela", "camera", 1, StagePage.Limit);
        await server.StopAsync();
    }
}
