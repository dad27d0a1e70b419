using System.Collections.Concurrent;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Devices;

/// <summary>Somebody with devices, whose tracks the test can see. Owned by one test.</summary>
internal sealed class DevicePerson : IAsyncDisposable
{
    /// <summary>Keeps every stream the page was given, so that a test can see what became of it.</summary>
    private const string Watch = """
        (() => {
          window.opened = [];
          const original = MediaDevices.prototype.getUserMedia;
          MediaDevices.prototype.getUserMedia = async function (constraints) {
            const stream = window.fakeSound && constraints.audio ? window.fakeSound() : await original.call(this, constraints);
            for (const track of stream.getTracks()) window.opened.push({ kind: track.kind, track, constraints });
            return stream;
          };
          window.newest = (kind) => window.opened.filter((one) => one.kind === kind).at(-1);
        })();
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = [];

    private DevicePerson(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Errors the page logged or threw.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    /// <summary>Opens a page of the server and accepts the text.</summary>
    public static async Task<DevicePerson> OpenAsync(
        ChromiumFixture fixture, string path, string locale = "en-GB", int width = 1280, int height = 800, string script = "", Func<IBrowserContext, Task>? prepare = null, Uri? server = null, ChromiumBrowser? browser = null)
    {
        var context = await (browser ?? fixture.Browser).OpenContextAsync(locale, width, height);
        await context.AddInitScriptAsync(Watch + script);
        if (prepare is not null) { await prepare(context); }
        var page = await context.NewPageAsync();
        var person = new DevicePerson(context, page);
        page.PageError += (_, error) => person._complaints.Enqueue(error);
        page.Console += (_, message) => { if (message.Type == "error") { person._complaints.Enqueue(message.Text); } };
        await page.GotoAsync(new Uri(server ?? fixture.Server.BaseAddress, path).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        return person;
    }

    public async Task<DevicePerson> JoinAsync(string name)
    {
        await Get("prejoin-name").FillAsync(name);
        await Get("prejoin-join").ClickAsync();
        await Page.StateIsAsync("room");
        return this;
    }

    public ILocator Get(string testId) => Page.GetByTestId(testId);

    public Task<T> AskAsync<T>(string expression) => Page.EvaluateAsync<T>(expression);

    /// <summary>Waits until an expression of the page is true. Asked from here: the page's policy allows no polling from within.</summary>
    public Task UntilAsync(string expression, int limitSeconds = 30) =>
        Until.TrueAsync(() => Page.EvaluateAsync<bool>(expression), TimeSpan.FromSeconds(limitSeconds), () => expression);

    public async Task TurnOnAsync(string device)
    {
        await Get("toolbar-" + device).ClickAsync();
        await UntilPressedAsync(device, true);
    }

    public Task UntilPressedAsync(string device, bool on) =>
        UntilAsync($"document.querySelector('[data-testid=toolbar-{device}]')?.getAttribute('aria-pressed') === '{(on ? "true" : "false")}'");

    public async Task OpenSettingsAsync(string page)
    {
        await Page.Keyboard.PressAsync(",");
        await Get("settings-" + page).ClickAsync();
    }

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
