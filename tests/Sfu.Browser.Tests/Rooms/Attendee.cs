using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>
/// Somebody on her way into a room and in it, in a browser of her own. What the hub tells her is kept, and her connection to it can be cut.
/// Owned by one test.
/// </summary>
internal sealed class Attendee : IAsyncDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _told = [];
    private volatile IWebSocketRoute? _pageSide;
    private volatile IWebSocketRoute? _serverSide;
    private volatile bool _isCut;

    private Attendee(IBrowserContext context, IPage page, string name)
    {
        _context = context;
        Page = page;
        Name = name;
    }

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>Every message of the hub so far, of all connections.</summary>
    public IReadOnlyCollection<string> Told => _told;

    public ILocator Refusal => Get("refusal");

    /// <summary>What becomes of every message of the hub before the page gets it; for words that would otherwise take minutes to come.</summary>
    public Func<string, string> Hears { get; set; } = message => message;

    /// <summary>Opens an address and stops before the door, with the name filled in.</summary>
    public static async Task<Attendee> AtDoorAsync(ChromiumBrowser browser, Uri address, string name, string script = "")
    {
        var context = await browser.OpenContextAsync("en-GB", 1280, 800);
        if (script.Length > 0) { await context.AddInitScriptAsync(script); }
        var page = await context.NewPageAsync();
        var attendee = new Attendee(context, page, name);
        await page.RouteWebSocketAsync(new Regex("/hub"), attendee.Connect);
        await page.GotoAsync(address.AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.StateIsAsync("prejoin");
        await page.GetByTestId("prejoin-name").FillAsync(name);
        return attendee;
    }

    public static async Task<Attendee> EnterAsync(ChromiumBrowser browser, Uri address, string name, string script = "")
    {
        var attendee = await AtDoorAsync(browser, address, name, script);
        await attendee.KnockAsync();
        await attendee.Page.StateIsAsync("room");
        return attendee;
    }

    public ILocator Get(string testId) => Page.GetByTestId(testId);

    public Task KnockAsync() => Get("prejoin-join").ClickAsync();

    public Task IsRefusedAsync(string code) => Assertions.Expect(Refusal).ToHaveAttributeAsync("data-code", code);

    public Task IsConnectedAsync() => Assertions.Expect(Get("status-connection")).ToHaveAttributeAsync("data-state", "connected");

    public Task ModeratesAsync(bool yes) => Assertions.Expect(Get("room-settings-open")).ToBeVisibleAsync(new() { Visible = yes });

    /// <summary>Opens the room's settings, changes something there and closes them when the room has it.</summary>
    public async Task SetRoomAsync(Func<Task> change)
    {
        var heard = Told.Count;
        await Get("room-settings-open").ClickAsync();
        await change();
        await IsToldAsync(heard, "-changed\"");
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Get("room-settings")).ToHaveCountAsync(0);
    }

    /// <summary>A link for a role, from the dialogue.</summary>
    public async Task<Uri> InviteAsync(string whom)
    {
        await Get("room-invite").ClickAsync();
        await Get("invite-" + whom).CheckAsync();
        // Looked at once: when the room's settings change, another link takes its place.
        var link = "";
        await Until.TrueAsync(
            async () => (link = await Get("invite-link").InputValueAsync()).Contains("#k=", StringComparison.Ordinal), Patience.Limit, () => $"{Name} has a link for a {whom}");
        await Page.Keyboard.PressAsync("Escape");
        return new Uri(link);
    }

    /// <summary>Her id, as the room knows it.</summary>
    public async Task<string> IdAsync() => await Page.Locator("[data-testid=tile][data-self=true]").First.GetAttributeAsync("data-participant") ?? "";

    /// <summary>Frames decoded of somebody's camera.</summary>
    public async Task<double> FramesFromAsync(string name) => await Page.EvaluateAsync<double>(
        """
        async (name) => (await window.sfu.stats()).sources.filter((source) => source.name === name && source.kind === 'camera')
          .reduce((sum, { framesDecoded }) => sum + framesDecoded, 0)
        """, name);

    public Task<SpyCounts> SpyAsync() => ReadAsync<SpyCounts>("JSON.stringify(window.sfuSpy)");

    /// <summary>Messages told since a count of them, in which a text occurs.</summary>
    public int CountTold(int since, string text) => _told.Skip(since).Count(message => message.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until a text occurs in what was told since a count of messages.</summary>
    public Task IsToldAsync(int since, string text) => Until.TrueAsync(() => Task.FromResult(CountTold(since, text) > 0), Patience.Limit, () => $"{Name} is told: {text}");

    /// <summary>The hub connection breaks, and every attempt to open another one fails until <see cref="Mend"/>.</summary>
    public async Task CutAsync()
    {
        _isCut = true;
        await (_serverSide?.CloseAsync() ?? Task.CompletedTask);
        await (_pageSide?.CloseAsync() ?? Task.CompletedTask);
    }

    public void Mend() => _isCut = false;

    /// <summary>Tells the page something in the hub's name.</summary>
    public void Tell(string target, string json) => _pageSide!.Send($$"""{"type":1,"target":"{{target}}","arguments":[{{json}}]}""" + "\u001e");

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    private void Connect(IWebSocketRoute page)
    {
        if (_isCut)
        {
            _ = page.CloseAsync();
            return;
        }

        var server = page.ConnectToServer();
        (_pageSide, _serverSide) = (page, server);
        page.OnMessage(frame => server.Send(frame.Text!));
        server.OnMessage(frame =>
        {
            // In this order: what counts as told is on its way to the page before anything that a test does next.
            page.Send(Hears(frame.Text!));
            _told.Enqueue(frame.Text!);
        });
    }

    private async Task<T> ReadAsync<T>(string expression) =>
        JsonSerializer.Deserialize<T>(await Page.EvaluateAsync<string>(expression), Json)!;
}
