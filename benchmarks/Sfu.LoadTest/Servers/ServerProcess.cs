using System.Diagnostics;
using System.Globalization;
using Sfu.LoadTest.Generator;

namespace Sfu.LoadTest.Servers;

/// <summary>A child process pinned to one core, its output kept in memory; ended by its id, first asked, then killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);
    private const int MaxLines = 200;

    private readonly Process _process;
    private readonly Queue<string> _lines = [];

    private ServerProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public static ServerProcess Start(int core, string folder, string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        // taskset becomes the command, so the process id is the server's.
        var start = new ProcessStartInfo("taskset") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["-c", core.ToString(CultureInfo.InvariantCulture), command, .. arguments])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{command} does not start."));
    }

    /// <summary>Waits until the process listens on that TCP port of its network namespace.</summary>
    public async Task WaitForPortAsync(int port, CancellationToken cancellationToken)
    {
        var wanted = string.Create(CultureInfo.InvariantCulture, $":{port:X4} ");
        var limit = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Listens(wanted))
        {
            if (_process.HasExited || limit.Elapsed > StartLimit)
                throw new InvalidOperationException($"The server does not listen on port {port}:\n{Tail()}");
            await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public string Tail()
    {
        lock (_lines)
            return string.Join('\n', _lines);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = LinuxNative.Signal(_process.Id, LinuxNative.Terminate);
            try
            {
                await _process.WaitForExitAsync().WaitAsync(StopLimit).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync().ConfigureAwait(false);
            }
        }

        _process.Dispose();
    }

    private bool Listens(string port)
    {
        const string Listening = " 0A ";
        return ((string[])["tcp", "tcp6"]).Any(table => File.ReadLines($"/proc/{_process.Id}/net/{table}")
            .Any(line => line.Contains(port, StringComparison.Ordinal) && line.Contains(Listening, StringComparison.Ordinal)));
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
                _lines.Dequeue();
        }
    }
}
