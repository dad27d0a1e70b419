using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests;

/// <summary>One server and one Chromium for a class of tests; each test takes a room and pages of its own. Its end checks the server's log.</summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private int _rooms;

    internal ServerProcess Server { get; private set; } = null!;

    internal ChromiumBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ServerProcess.StartAsync();
        Browser = await ChromiumBrowser.StartAsync();
    }

    internal string NewRoom() => $"room-{Interlocked.Increment(ref _rooms)}";

    internal async Task<RoomPage> NewPersonAsync(string name) => new(await Browser.OpenPageAsync(), name);

    public async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        await using (Server) { await Server.StopAsync(); }
    }
}
