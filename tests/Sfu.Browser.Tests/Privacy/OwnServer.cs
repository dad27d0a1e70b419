using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>
/// The real server at addresses of the test's choice, under another program that watches it if need be. Ended by its own id, which
/// is that of the watcher's child.
/// </summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _process;
    private readonly bool _isWatched;

    private OwnServer(ChildProcess process, bool isWatched) => (_process, _isWatched) = (process, isWatched);

    public IReadOnlyList<string> OutputLines => _process.OutputLines;

    public static async Task<OwnServer> StartAsync(string[] watcher, params string[] settings)
    {
        string[] command = [.. watcher, "dotnet", RepositoryLayout.ServerDll, "--Sfu:Media:Advertise:0=127.0.0.1", "--Sfu:Stun:Port=0", .. settings];
        var server = new OwnServer(ChildProcess.Start(command[0], command[1..]), watcher.Length > 0);
        try
        {
            await Until.TrueAsync(() => Task.FromResult(server.IsReady()), StartLimit, () => "The server does not start:\n" + server._process.Describe());
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public static int FreePort(SocketType type = SocketType.Stream)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public async Task StopAsync()
    {
        var id = _isWatched ? (await File.ReadAllTextAsync($"/proc/{_process.Id}/task/{_process.Id}/children")).Trim() : _process.Id.ToString(CultureInfo.InvariantCulture);
        await ChildProcess.RunAsync("kill", "-TERM", id);
        Assert.Equal(0, await _process.WaitForExitAsync(StopLimit));
        Assert.DoesNotContain(_process.OutputLines, line => line.StartsWith("warn:", StringComparison.Ordinal) || line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private bool IsReady()
    {
        if (_process.HasExited)
        {
            throw new InvalidOperationException("The server ended while starting:\n" + _process.Describe());
        }

        return _process.OutputLines.Any(line => line.StartsWith("Sfu is ready", StringComparison.Ordinal));
    }
}
