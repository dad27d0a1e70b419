using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Sfu.Testing.Processes;

/// <summary>
/// The real server as users run it, in a process of its own on free ports. Stopping it asserts that it ended in order and
/// logged nothing at Warning or above: whatever a test did, the server had no reason to complain.
/// </summary>
public sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;
    private readonly IReadOnlyList<string> _arguments;
    private readonly NetworkNamespace? _inside;

    private ServerProcess(IReadOnlyList<string> arguments, NetworkNamespace? inside, int httpPort, int mediaPort, string? unixSocket)
    {
        _process = ChildProcess.Start("dotnet", arguments, inside: inside);
        _arguments = arguments;
        _inside = inside;
        HttpPort = httpPort;
        MediaPort = mediaPort;
        UnixSocket = unixSocket;
    }

    /// <summary>Of a server inside a namespace: a second way in for the test itself, since sockets in the file system know no namespaces.</summary>
    public string? UnixSocket { get; }

    public int HttpPort { get; }

    public int MediaPort { get; }

    public int ProcessId => _process.Id;

    public Uri BaseAddress => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{HttpPort}/"));

    public IReadOnlyList<string> OutputLines => _process.OutputLines;

    /// <summary>Starts the server and returns when its HTTP port listens. Inside a namespace the media address is the namespace's.</summary>
    public static async Task<ServerProcess> StartAsync(NetworkNamespace? inside = null, params string[] settings)
    {
        if (!File.Exists(RepositoryLayout.ServerDll))
        {
            throw new FileNotFoundException("The server is not built; build src/Sfu.Server in the same configuration as the tests.", RepositoryLayout.ServerDll);
        }

        var (httpPort, mediaPort) = inside is null ? (FreePort(SocketType.Stream), FreePort(SocketType.Dgram)) : (8080, 10000);
        var unixSocket = inside is null ? null : Path.Combine(Path.GetTempPath(), inside.Name + ".socket");
        var addresses = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{httpPort}");
        string[] arguments =
        [
            RepositoryLayout.ServerDll,
            "--urls", unixSocket is null ? addresses : $"{addresses};http://unix:{unixSocket}",
            string.Create(CultureInfo.InvariantCulture, $"--Sfu:Media:Port={mediaPort}"),
            "--Sfu:Media:Advertise:0=" + (inside?.Address ?? "127.0.0.1"),
            "--Sfu:Stun:Port=0",
            BackendUnderTest.Setting,
            .. settings,
        ];
        return await ListeningAsync(new ServerProcess(arguments, inside, httpPort, mediaPort, unixSocket));
    }

    /// <summary>Ends the process without a word, as a loss of power would, and starts another with the same settings on the same ports.</summary>
    public async Task<ServerProcess> DieAndStartAgainAsync()
    {
        await _process.DisposeAsync();
        return await ListeningAsync(new ServerProcess(_arguments, _inside, HttpPort, MediaPort, UnixSocket));
    }

    private static async Task<ServerProcess> ListeningAsync(ServerProcess server)
    {
        try
        {
            await Until.TrueAsync(() => Task.FromResult(server.IsListening()), StartLimit, () => "The server does not listen:\n" + server.Describe());
            return server;
        }
        catch
        {
            await server._process.DisposeAsync();
            throw;
        }
    }

    public string Describe() => _process.Describe(60);

    /// <summary>Lines at Warning or above of the console logger, and anything on standard error (unhandled exceptions land there).</summary>
    public IReadOnlyList<string> Complaints() =>
        [.. _process.OutputLines.Where(line => Complaint().IsMatch(line) && !IsAboutTheMachine(line)), .. _process.ErrorLines.Select(line => "stderr: " + line)];

    public async Task StopAsync()
    {
        if (_process.HasExited) { throw new InvalidOperationException("The server ended by itself:\n" + Describe()); }
        var exitCode = await _process.StopAsync();
        if (exitCode != 0) { throw new InvalidOperationException($"The server ended with exit code {exitCode}:\n{Describe()}"); }
        if (Complaints() is { Count: > 0 } complaints)
        {
            throw new InvalidOperationException($"The server complained:\n{string.Join('\n', complaints)}\n-- whole end of the log --\n{Describe()}");
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    /// <summary>A port nobody uses right now. It is handed to a process that binds it a moment later, so it comes from the system's own choice.</summary>
    private static int FreePort(SocketType type)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>Reads the kernel's table of the process's own network namespace, so it needs no route into it.</summary>
    private bool IsListening()
    {
        if (_process.HasExited) { throw new InvalidOperationException("The server ended while starting:\n" + Describe()); }
        var listening = string.Create(CultureInfo.InvariantCulture, $":{HttpPort:X4} 00000000:0000 0A");
        return File.ReadLines($"/proc/{ProcessId}/net/tcp").Any(line => line.Contains(listening, StringComparison.Ordinal));
    }

    /// <summary>Kestrel's event 22: its heartbeat took over a second, which on a machine full of browsers says nothing about the server.</summary>
    private static bool IsAboutTheMachine(string line) =>
        line.Contains("Microsoft.AspNetCore.Server.Kestrel[22]", StringComparison.Ordinal)
        || line.Contains(@"""EventId"":22,""LogLevel"":""Warning"",""Category"":""Microsoft.AspNetCore.Server.Kestrel""", StringComparison.Ordinal);

    [GeneratedRegex(@"^(\x1b\[[0-9;]*m)*(warn|fail|crit)(\x1b\[[0-9;]*m)*:|""LogLevel"":""(Warning|Error|Critical)""|^Unhandled exception")]
    private static partial Regex Complaint();
}
