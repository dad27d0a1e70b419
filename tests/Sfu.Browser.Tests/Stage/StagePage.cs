using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests.Stage;

/// <summary>One person who looks at the stage, in a context of her own: what she sees there, and what her page asks the server for. Owned by one test.</summary>
internal sealed class StagePage : IAsyncDisposable
{
    public static readonly TimeSpan Limit = Patience.Limit;

    /// <summary>SignalR's end of a message.</summary>
    private const char EndOfMessage = '\u001e';

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentQueue<IReadOnlyList<AskedVideo>> _views = [];

    private StagePage(IBrowserContext context, IPage page, string name)
    {
        Page = page;
        Person = new RoomPage(new ChromiumPage(context, page), name);
        page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => Note(frame.Text ?? "");
    }

    public IPage Page { get; }

    public RoomPage Person { get; }

    /// <summary>Every view the page has asked for, in order.</summary>
    public IReadOnlyList<IReadOnlyList<AskedVideo>> Views => [.. _views];

    public static async Task<StagePage> EnterAsync(ChromiumFixture fixture, string room, string name, int width = 1280, int height = 800, string? script = null) =>
        await EnterAsync(fixture, room, name, await fixture.Browser.OpenContextAsync("en-GB", width, height), script);

    public static async Task<StagePage> EnterAsync(ChromiumFixture fixture, string room, string name, IBrowserContext context, string? script = null)
    {
        if (script is not null) { await context.AddInitScriptAsync(script); }
        var stage = new StagePage(context, await context.NewPageAsync(), name);
        await stage.Person.EnterAsync(fixture.Server.BaseAddress, room);
        return stage;
    }

    /// <summary>All tiles, without what only other tests need to know.</summary>
    public async Task<IReadOnlyList<StageTile>> TilesAsync() => JsonSerializer.Deserialize<List<StageTile>>(
        await Page.EvaluateAsync<string>(
            """
            () => JSON.stringify([...document.querySelectorAll('[data-testid="tile"]')].map((tile) => {
              const { x, y, width, height } = tile.getBoundingClientRect();
              const video = tile.querySelector('video');
              return {
                name: tile.dataset.name, kind: tile.dataset.kind, self: tile.dataset.self === 'true', large: tile.dataset.large === 'true',
                floating: tile.dataset.floating === 'true', speaking: tile.dataset.speaking === 'true', x, y, width, height,
                video: video ? (video.dataset.mirrored === 'true' ? 'mirrored' : 'plain') : 'none', ready: video?.dataset.ready === 'true',
              };
            }))
            """),
        Json)!;

    public ILocator Tile(string name, string kind = "camera") => Page.Locator($"[data-testid=tile][data-name=\"{name}\"][data-kind={kind}]");

    /// <summary>Opens the menu of a tile or of the view and takes an entry.</summary>
    public async Task ChooseAsync(ILocator control, string action)
    {
        await control.ClickAsync();
        await Page.Locator($"[data-action={action}]").ClickAsync();
    }

    public Task ChooseOnTileAsync(string name, string action, string kind = "camera") => ChooseAsync(Menu(name, kind), action);

    public Task ChooseViewAsync(string action) => ChooseAsync(Page.GetByTestId("view-menu"), action);

    public ILocator Menu(string name, string kind = "camera") => Tile(name, kind).GetByTestId("tile-menu");

    public Task UntilTilesAsync(Func<IReadOnlyList<StageTile>, bool> condition, string what) =>
        Person.UntilAsync(async () => condition(await TilesAsync()), Limit, what);

    public Task UntilLargeIsAsync(string? name, string kind = "camera") => UntilTilesAsync(
        tiles => name is null ? tiles.All(tile => !tile.Large) : tiles.Where(tile => tile.Large).Select(tile => (tile.Name, tile.Kind)).SequenceEqual([(name, kind)]),
        name is null ? "shows nobody large" : $"shows {name}'s {kind} large");

    /// <summary>Waits until the last view fits.</summary>
    public Task UntilAsksAsync(Func<IReadOnlyList<AskedVideo>, bool> condition, string what) =>
        Person.UntilAsync(() => Task.FromResult(Views is [.., var last] && condition(last)), Limit, what);

    /// <summary>Headless browsers never hide a page; this tells it what a browser would.</summary>
    public Task HideAsync(bool hidden = true) => Page.EvaluateAsync(
        "state => { Object.defineProperty(document, 'visibilityState', { value: state, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }",
        hidden ? "hidden" : "visible");

    public ValueTask DisposeAsync() => Person.DisposeAsync();

    private void Note(string text)
    {
        foreach (var message in text.Split(EndOfMessage, StringSplitOptions.RemoveEmptyEntries))
        {
            using var parsed = JsonDocument.Parse(message);
            if (parsed.RootElement.TryGetProperty("target", out var target) && target.GetString() == "SetView")
            {
                _views.Enqueue(parsed.RootElement.GetProperty("arguments")[0].GetProperty("items").Deserialize<List<AskedVideo>>(Json)!);
            }
        }
    }
}

/// <summary>One item of a <c>SetView</c>.</summary>
internal sealed record AskedVideo(string ParticipantId, string Kind, int Width, int Height);

/// <summary>A tile as the visitor sees it.</summary>
internal sealed record StageTile(
    string Name, string Kind, bool Self, bool Large, bool Floating, bool Speaking, double X, double Y, double Width, double Height, string Video, bool Ready);
