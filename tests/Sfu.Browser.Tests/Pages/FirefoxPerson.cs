using Microsoft.Playwright;
using Sfu.Browser.Tests.Rooms;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Pages;

/// <summary>
/// Somebody in Firefox with a server and a Chromium for the others, all in one network namespace; see <see cref="FirefoxCallTests"/> for why.
/// Owned by one test.
/// </summary>
internal sealed class FirefoxPerson : IAsyncDisposable
{
    private readonly NetworkNamespace _host;
    private readonly ServerProcess _server;
    private readonly ChromiumBrowser _chromium;
    private readonly FirefoxPage _page;
    private readonly RoomPage _fox;
    private bool _isClosed;

    private FirefoxPerson(NetworkNamespace host, ServerProcess server, ChromiumBrowser chromium, FirefoxPage page)
    {
        (_host, _server, _chromium, _page) = (host, server, chromium, page);
        _fox = new RoomPage(page, "Fox");
    }

    public static async Task<FirefoxPerson> StartAsync()
    {
        var host = await NetworkNamespace.CreateAsync();
        try
        {
            var server = await ServerProcess.StartAsync(host, "--Sfu:Rooms:Creation=open");
            try
            {
                return new FirefoxPerson(host, server, await ChromiumBrowser.StartAsync(host), await FirefoxPage.StartAsync(host));
            }
            catch
            {
                await server.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public Task<Attendee> ComesAsync(string name) => Attendee.EnterAsync(_chromium, new Uri(_server.BaseAddress, "club"), name);

    public Task<Attendee> StandsAtDoorAsync(string name) => Attendee.AtDoorAsync(_chromium, new Uri(_server.BaseAddress, "club"), name);

    /// <summary>Opens the room's address and clicks through the door; what comes then is the test's business.</summary>
    public async Task KnockAsync()
    {
        await _fox.OpenAsync(_server.BaseAddress, "club");
        await _page.ClickAsync("prejoin-join");
    }

    public Task StateIsAsync(string state) => UntilAsync($"document.body.dataset.state === '{state}'", $"is in state {state}");

    public Task ClickAsync(string testId) => _page.ClickAsync(testId);

    public Task ClickAtAsync(string selector) => _page.ClickAtAsync(selector);

    public Task FillAsync(string testId, string text) => _page.FillAsync(testId, text);

    public Task TurnAsync(string device, bool on) => _fox.TurnAsync(device, on);

    public Task ShowsAsync(string testId, string text) =>
        UntilAsync($"[...document.querySelectorAll('[data-testid=\"{testId}\"]')].some((element) => element.textContent.includes('{text}'))", $"shows “{text}” in {testId}");

    public Task PressedAsync(string testId, bool on) => _fox.UntilAsync(async () => await _fox.IsPressedAsync(testId) == on, Patience.Limit, $"{testId} is {(on ? "on" : "off")}");

    /// <summary>Waits until an expression of the page is true.</summary>
    public Task UntilAsync(string expression, string what) => _fox.UntilAsync(async () => (await _page.EvaluateAsync(expression)).GetBoolean(), Patience.Limit, what);

    /// <summary>The end of a test: everybody goes home, and then neither the page nor the server has anything to complain about.</summary>
    public async Task EndAsync()
    {
        Assert.DoesNotContain(_page.Complaints, complaint => complaint.StartsWith("uncaught", StringComparison.Ordinal));
        await CloseBrowsersAsync();
        await _server.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseBrowsersAsync();
        await using (_host)
        await using (_server)
        {
        }
    }

    private async Task CloseBrowsersAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            await _fox.DisposeAsync();
            await _chromium.DisposeAsync();
        }
    }
}
