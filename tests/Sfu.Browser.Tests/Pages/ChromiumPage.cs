using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace Sfu.Browser.Tests.Pages;

internal sealed class ChromiumPage : IBrowserPage
{
    private readonly IBrowserContext _context;
    private readonly IPage _page;
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _addresses = [];

    public ChromiumPage(IBrowserContext context, IPage page)
    {
        _context = context;
        _page = page;
        _page.Console += (_, message) => { if (message.Type is "error" or "warning") { _complaints.Enqueue($"{message.Type}: {message.Text}"); } };
        _page.PageError += (_, error) => _complaints.Enqueue("uncaught: " + error);
        _page.RequestFailed += (_, request) => _complaints.Enqueue($"request failed: {request.Url} {request.Failure}");
        _page.Request += (_, request) => _addresses.Enqueue(request.Url);
        _page.WebSocket += (_, socket) => _addresses.Enqueue(socket.Url);
    }

    public string BrowserName => "chromium";

    public IReadOnlyList<string> Complaints => [.. _complaints];

    public IReadOnlyList<string> RequestedAddresses => [.. _addresses];

    public Task OpenAsync(Uri address) => _page.GotoAsync(address.AbsoluteUri);

    public Task<JsonElement> EvaluateAsync(string expression) => _page.EvaluateAsync<JsonElement>(expression);

    public Task ClickAsync(string testId) => _page.GetByTestId(testId).ClickAsync();

    public Task FillAsync(string testId, string text) => _page.GetByTestId(testId).FillAsync(text);

    public Task ScreenshotAsync(string path) => _page.ScreenshotAsync(new PageScreenshotOptions { Path = path });

    public ValueTask DisposeAsync() => new(_context.CloseAsync());
}
