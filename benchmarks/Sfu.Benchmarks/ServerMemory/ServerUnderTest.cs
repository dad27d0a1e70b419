using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sfu.Benchmarks.ServerMemory;

/// <summary>A server process on loopback, and what the kernel says about it. Linux only.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private const int ClockTicksPerSecond = 100; // USER_HZ, the same on every Linux architecture .NET runs on
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private ServerUnderTest(Process process, Uri address, TimeSpan startUp) => (_process, Address, StartUp) = (process, address, startUp);

    public Uri Address { get; }

    /// <summary>From the start of the process until <c>/readyz</c> says yes.</summary>
    public TimeSpan StartUp { get; }

    public int ProcessId => _process.Id;

    public static async Task<ServerUnderTest> StartAsync(string program, ServerSettings settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[program, "--urls", address.ToString(), "--Sfu:Media:Port=" + FreePort(), "--Sfu:Media:Advertise:0=127.0.0.1", "--Sfu:Stun:Port=0"])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in settings.Environment)
            start.Environment[name] = value;

        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        using var client = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(2));
        var ready = new Uri(address, "/readyz");
        while (!await IsReadyAsync(client, ready))
        {
            if (process.HasExited || watch.Elapsed > Patience)
                throw new InvalidOperationException($"The server did not start with: {settings.Name}");
            await timer.WaitForNextTickAsync();
        }

        return new ServerUnderTest(process, address, watch.Elapsed);
    }

    /// <summary>Kilobytes under this name in <c>/proc/PID/status</c>, in MB.</summary>
    public double StatusMegabytes(string name)
    {
        var line = File.ReadLines($"/proc/{ProcessId}/status").First(line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>User and system time of the process.</summary>
    public TimeSpan CpuTime()
    {
        // Fields are counted behind the name in brackets, which may hold anything: utime and stime are the 12th and 13th from there.
        var stat = File.ReadAllText($"/proc/{ProcessId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / ClockTicksPerSecond);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri ready)
    {
        try
        {
            using var answer = await client.GetAsync(ready);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
