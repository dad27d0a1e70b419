using System.Diagnostics;
using Sfu.Client;

namespace Sfu.Browser.Tests.Stage;

/// <summary>The page's own work, with as many people as a stage shows.</summary>
[Trait("Category", "Browser")]
public sealed class FullStageTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>Two cores of a test machine are shared by 24 senders, the server and the browser, which also decodes and draws without a graphics card.</summary>
    private const double LargestShareOfTime = 0.25;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(6);

    /// <summary>Sums up everything that moved by itself since the page began.</summary>
    private const string CountShifts = """
        window.shifts = [];
        new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts.push({
          value: entry.value, of: entry.sources.map(({ node }) => node?.className || node?.nodeName).join(),
        }))).observe({ type: 'layout-shift', buffered: true });
        """;

    [Fact]
    public async Task Nothing_moves_by_itself_from_the_first_load_until_everybody_is_seen()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 3, new PublishedSources(Camera: true));
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", script: CountShifts);
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 3, "has three videos");
        await ada.Person.UntilAsync(
            () => ada.Page.EvaluateAsync<bool>("document.querySelector('[data-testid=status-connection]').dataset.state === 'connected'"), StagePage.Limit, "is connected");

        Assert.Equal("[]", await ada.Page.EvaluateAsync<string>("JSON.stringify(window.shifts)"));
    }

    [Fact]
    public async Task Twenty_five_tiles_leave_the_page_time_for_every_frame()
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 24, new PublishedSources(Camera: true), framesPerSecond: 10);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await ada.UntilTilesAsync(tiles => tiles.Count(tile => tile.Video == "plain") == 24, "has 24 videos");
        var session = await ada.Page.Context.NewCDPSessionAsync(ada.Page);
        // What the page's thread works, not how long it waits for a core that others use.
        await session.SendAsync("Performance.enable", new Dictionary<string, object> { ["timeDomain"] = "threadTicks" });

        var before = await UiSecondsAsync();
        var watched = Stopwatch.StartNew();
        using var changes = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var turn = 0; turn < Watched / changes.Period; turn++)
        {
            await changes.WaitForNextTickAsync();
            // Somebody speaks, somebody falls silent: the most frequent change on a full stage.
            await crowd[turn % 24].SetPublishingAsync(PublishedSources.MicAndCamera);
            await crowd[(turn + 22) % 24].SetPublishingAsync(new PublishedSources(Camera: true));
        }

        var share = (await UiSecondsAsync() - before) / watched.Elapsed.TotalSeconds;
        Assert.True(share is > 0 and < LargestShareOfTime, $"scripts, styles and layout took {share:P1} of the time");

        async Task<double> UiSecondsAsync()
        {
            var metrics = (await session.SendAsync("Performance.getMetrics"))!.Value.GetProperty("metrics").EnumerateArray()
                .ToDictionary(metric => metric.GetProperty("name").GetString()!, metric => metric.GetProperty("value").GetDouble());
            return metrics["ScriptDuration"] + metrics["LayoutDuration"] + metrics["RecalcStyleDuration"];
        }
    }
}
