using System.Collections.Concurrent;
using System.Text.Json;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Pages;

/// <summary>
/// One headless Firefox with one page. A node process (firefox/driver.mjs) drives it over WebDriver BiDi; this side speaks lines of
/// JSON with that process: a numbered command in, a numbered answer or an event out. It ends Firefox when its input ends.
/// </summary>
internal sealed class FirefoxPage : IBrowserPage
{
    /// <summary>The driver has limits of its own, which are shorter.</summary>
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(75);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _pending = [];
    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly ConcurrentQueue<string> _addresses = [];
    private readonly SemaphoreSlim _writing = new(1);
    private ChildProcess _driver = null!;
    private int _lastId;

    private FirefoxPage()
    {
    }

    public string BrowserName => "firefox";

    public IReadOnlyList<string> Complaints => [.. _complaints];

    public IReadOnlyList<string> RequestedAddresses => [.. _addresses];

    public static async Task<FirefoxPage> StartAsync(NetworkNamespace inside)
    {
        var folder = Path.Combine(RepositoryLayout.Root, "tests", "Sfu.Browser.Tests", "firefox");
        if (!Directory.Exists(Path.Combine(folder, "node_modules")))
        {
            throw new InvalidOperationException($"Run `npm ci` in {folder} first (the test command does).");
        }

        var page = new FirefoxPage();
        page._driver = ChildProcess.Start("node", ["driver.mjs"], folder, page.Receive, inside);
        try
        {
            await page.SendAsync(new { @do = "start", script = Spy.Script, width = 1600, height = 900 });
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public Task OpenAsync(Uri address) => SendAsync(new { @do = "open", address = address.AbsoluteUri });

    public Task<JsonElement> EvaluateAsync(string expression) => SendAsync(new { @do = "evaluate", expression });

    public Task ClickAsync(string testId) => SendAsync(new { @do = "click", testId });

    /// <summary>For one of several controls of the same name.</summary>
    public Task ClickAtAsync(string selector) => SendAsync(new { @do = "clickAt", selector });

    public Task FillAsync(string testId, string text) => SendAsync(new { @do = "fill", testId, text });

    public Task ScreenshotAsync(string path) => SendAsync(new { @do = "screenshot", path });

    public async ValueTask DisposeAsync()
    {
        if (!_driver.HasExited)
        {
            try { await SendAsync(new { @do = "stop" }); }
            catch (Exception gone) when (gone is InvalidOperationException or IOException or TimeoutException) { /* what was asked for, or about to be killed */ }
        }

        await _driver.DisposeAsync();
        _writing.Dispose();
    }

    private async Task<JsonElement> SendAsync<T>(T command)
    {
        var id = Interlocked.Increment(ref _lastId);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _pending[id] = answer;
        await _writing.WaitAsync();
        try { await _driver.WriteLineAsync(JsonSerializer.Serialize(new { id, command })); }
        finally { _writing.Release(); }
        try { return await answer.Task.WaitAsync(CommandLimit); }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Firefox did not answer {JsonSerializer.Serialize(command)[..Math.Min(200, JsonSerializer.Serialize(command).Length)]}\n{_driver.Describe()}");
        }
    }

    private void Receive(string line)
    {
        if (!line.StartsWith('{')) { return; }
        var message = JsonDocument.Parse(line).RootElement;
        if (message.TryGetProperty("complaint", out var complaint)) { _complaints.Enqueue(complaint.GetString()!); }
        else if (message.TryGetProperty("requested", out var address)) { _addresses.Enqueue(address.GetString()!); }
        else if (_pending.TryRemove(message.GetProperty("id").GetInt32(), out var answer))
        {
            if (message.TryGetProperty("error", out var error)) { answer.SetException(new InvalidOperationException("Firefox: " + error.GetString())); }
            else { answer.SetResult(message.TryGetProperty("value", out var value) ? value : default); }
        }
    }
}
