using System.Text.Json;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Pages;

/// <summary>One person in a browser, from the address to the room: the page contract as methods. Owned by one test.</summary>
internal sealed class RoomPage(IBrowserPage page, string name) : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string Name { get; } = name;

    public IBrowserPage Page { get; } = page;

    /// <summary>Opens the room's address and stops before the door: the name is filled in, nothing was clicked but the consent.</summary>
    public async Task OpenAsync(Uri server, string room)
    {
        await Page.OpenAsync(new Uri(server, room));
        await WaitForStateAsync("consent", "prejoin");
        if (await StateAsync() == "consent")
        {
            await Page.ClickAsync("consent-accept");
            await WaitForStateAsync("prejoin");
        }

        await Page.FillAsync("prejoin-name", Name);
    }

    public async Task JoinAsync()
    {
        await Page.ClickAsync("prejoin-join");
        await WaitForStateAsync("room");
    }

    public async Task EnterAsync(Uri server, string room)
    {
        await OpenAsync(server, room);
        await JoinAsync();
    }

    public async Task EnterWithCameraAndMicAsync(Uri server, string room)
    {
        await EnterAsync(server, room);
        await TurnAsync("mic", true);
        await TurnAsync("camera", true);
    }

    /// <summary>Clicks <c>toolbar-mic</c>, <c>-camera</c> or <c>-screen</c> and waits until the button says so.</summary>
    public async Task TurnAsync(string source, bool on)
    {
        await Page.ClickAsync("toolbar-" + source);
        await UntilAsync(async () => await IsPressedAsync("toolbar-" + source) == on, Patience.Limit, $"toolbar-{source} is {(on ? "on" : "off")}");
    }

    public async Task LeaveAsync()
    {
        await Page.ClickAsync("toolbar-leave");
        await WaitForStateAsync("left", "home");
    }

    public async Task<bool> IsPressedAsync(string testId) =>
        (await Page.EvaluateAsync($"document.querySelector('[data-testid=\"{testId}\"]')?.getAttribute('aria-pressed')")).GetString() == "true";

    public async Task<string> StateAsync() => (await Page.EvaluateAsync("document.body.dataset.state ?? ''")).GetString() ?? "";

    public async Task<IReadOnlyList<ReceivedSource>> SourcesAsync() =>
        await ReadAsync<List<ReceivedSource>>("window.sfu.stats().then((stats) => JSON.stringify(stats.sources))");

    public async Task<IReadOnlyList<Tile>> TilesAsync() => await ReadAsync<List<Tile>>(
        """
        JSON.stringify([...document.querySelectorAll('[data-testid="tile"]')].map((tile) => ({
          participant: tile.dataset.participant, name: tile.dataset.name, kind: tile.dataset.kind,
          isSelf: 'self' in tile.dataset && tile.dataset.self !== 'false', mic: tile.dataset.mic ?? '', camera: tile.dataset.camera ?? '',
          showsVideo: tile.querySelector('video') !== null, width: tile.getBoundingClientRect().width,
          videoWidth: tile.querySelector('video[data-ready=true]')?.videoWidth ?? 0,
        })))
        """);

    public Task<SpyCounts> SpyAsync() => ReadAsync<SpyCounts>("JSON.stringify(window.sfuSpy)");

    public async Task<ReceivedSource?> SourceAsync(string from, string kind) =>
        (await SourcesAsync()).FirstOrDefault(source => source.Name == from && source.Kind == kind);

    public async Task<double> FramesFromAsync(string from, string kind = "camera") => (await SourceAsync(from, kind))?.FramesDecoded ?? 0;

    /// <summary>Video counts as seen when frames are decoded, wide enough, in the tile of that person, and still coming.</summary>
    public async Task<TimeSpan> SeesAsync(string from, string kind, double minimumWidth, TimeSpan limit)
    {
        double? first = null;
        return await UntilAsync(
            async () =>
            {
                var source = await SourceAsync(from, kind);
                if (source is null || source.Width < minimumWidth || source.FramesDecoded == 0) { return false; }
                first ??= source.FramesDecoded;
                return source.FramesDecoded > first
                    && (await TilesAsync()).Any(tile => tile.Name == from && tile.Kind == kind && tile.ShowsVideo && tile.VideoWidth >= minimumWidth);
            },
            limit,
            $"sees {from}'s {kind} at {minimumWidth} or wider");
    }

    public Task HearsAsync(string from, TimeSpan limit) =>
        UntilAsync(async () => (await SourceAsync(from, "mic"))?.AudioLevel > 0, limit, $"hears {from}");

    /// <summary>Waits for a state of this page; what the page shows and receives becomes part of the failure's message.</summary>
    public async Task<TimeSpan> UntilAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        try
        {
            return await Until.TrueAsync(condition, limit, () => what);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Name} ({Page.BrowserName}), not within {limit.TotalSeconds} s: {what}\n{await DescribeAsync()}");
        }
    }

    public async Task<string> DescribeAsync()
    {
        var picture = Path.Combine(RepositoryLayout.Artifacts, $"{Page.BrowserName}-{Name}-{Guid.NewGuid():N}.png");
        try
        {
            await Page.ScreenshotAsync(picture);
            var page = await Page.EvaluateAsync(
                """
                (async () => JSON.stringify({
                  state: document.body.dataset.state, spy: window.sfuSpy,
                  connection: document.querySelector('[data-testid="status-connection"]')?.dataset.state,
                  banners: [...document.querySelectorAll('[data-testid="banner"]')].map((banner) => banner.textContent),
                  stats: await window.sfu?.stats?.().catch(String),
                }))()
                """);
            return $"{page.GetString()}\ntiles: {string.Join(' ', await TilesAsync())}\n{string.Join('\n', Page.Complaints)}\npicture: {picture}";
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return $"the page could not be described: {error.Message}\n{string.Join('\n', Page.Complaints)}";
        }
    }

    public ValueTask DisposeAsync() => Page.DisposeAsync();

    private Task<TimeSpan> WaitForStateAsync(params string[] states) =>
        UntilAsync(async () => Array.IndexOf(states, await StateAsync()) >= 0, Patience.Limit, $"the page is in state {string.Join(" or ", states)}");

    /// <summary>Values cross as JSON text, so that both drivers hand over the same thing.</summary>
    private async Task<T> ReadAsync<T>(string expression)
    {
        var text = (await Page.EvaluateAsync(expression)).GetString();
        return JsonSerializer.Deserialize<T>(text ?? "null", Json) ?? throw new InvalidOperationException("The page answered nothing to " + expression);
    }
}
