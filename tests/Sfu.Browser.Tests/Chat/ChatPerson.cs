using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Privacy;

namespace Sfu.Browser.Tests.Chat;

/// <summary>
/// Somebody in a room who writes, reads and votes. What the hub tells her page is kept, so that a test can see what she was not told;
/// the hub connection can be cut. Owned by one test.
/// </summary>
internal sealed class ChatPerson : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _told = [];
    private readonly ConcurrentQueue<string> _requests = [];
    private readonly ConcurrentQueue<string> _complaints = [];
    private volatile IWebSocketRoute? _pageSide;
    private volatile IWebSocketRoute? _serverSide;
    private volatile bool _isCut;
    private volatile bool _isDeaf;

    private ChatPerson(IBrowserContext context, IPage page, string name)
    {
        _context = context;
        Page = page;
        Name = name;
    }

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>Every message of the hub so far.</summary>
    public IReadOnlyCollection<string> Told => _told;

    /// <summary>Every address the page asked for so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>Errors the page logged or threw.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Messages => Get("chat-message");

    public ILocator Input => Get("chat-input");

    public static async Task<ChatPerson> EnterAsync(
        ChromiumFixture fixture, string room, string name, string locale = "en-GB", int width = 1280, int height = 800)
    {
        var context = await fixture.Browser.OpenContextAsync(locale, width, height);
        var page = await context.NewPageAsync();
        var person = new ChatPerson(context, page, name);
        page.Request += (_, request) => person._requests.Enqueue(request.Url);
        page.PageError += (_, error) => person._complaints.Enqueue(error);
        page.Console += (_, message) => { if (message.Type == "error") { person._complaints.Enqueue(message.Text); } };
        await page.RouteWebSocketAsync(new Regex("/hub"), person.Connect);
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.GetByTestId("prejoin-name").FillAsync(name);
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        return person;
    }

    public ILocator Get(string testId) => Page.GetByTestId(testId);

    public Task<IResponse?> ReloadAsync() => Page.ReloadAsync();

    /// <summary>Opens a panel; on a narrow page its button may wait in the menu.</summary>
    public async Task OpenAsync(string panel)
    {
        // After a change of size the toolbar folds with the next frame.
        await Page.EvaluateAsync("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))");
        if (!await Get("toolbar-" + panel).IsVisibleAsync())
        {
            await Get("toolbar-more").ClickAsync();
        }

        await Get("toolbar-" + panel).ClickAsync();
    }

    public async Task SayAsync(string text)
    {
        await Input.FillAsync(text);
        await Input.PressAsync("Enter");
    }

    public ILocator Message(string text) => Messages.Filter(new LocatorFilterOptions { HasText = text });

    /// <summary>The hub connection breaks, and every attempt to open another one fails until <see cref="Mend"/>.</summary>
    public async Task CutAsync()
    {
        _isCut = true;
        await (_serverSide?.CloseAsync() ?? Task.CompletedTask);
        await (_pageSide?.CloseAsync() ?? Task.CompletedTask);
    }

    public void Mend() => (_isCut, _isDeaf) = (false, false);

    /// <summary>From here on nothing of the hub reaches the page, while the page is still heard.</summary>
    public void Deafen() => _isDeaf = true;

    /// <summary>Has the server do something in her name that her page has no control for.</summary>
    public void Command(string json) =>
        _serverSide!.Send($$"""{"type":1,"invocationId":"test","target":"Do","arguments":[{{json}}]}""" + "\u001e");

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
            if (!_isDeaf)
            {
                _told.Enqueue(frame.Text!);
                page.Send(frame.Text!);
            }
        });
    }
}
