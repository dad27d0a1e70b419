using System.Diagnostics;
using System.Globalization;

namespace Sfu.Testing.Processes;

/// <summary>
/// A process that a test started, its output by line, and its end by its own id. Owned by one test or fixture; lines are
/// collected on the runtime's reader threads, everything else happens on the test's.
/// </summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Lock _gate = new();

    private ChildProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public IReadOnlyList<string> OutputLines { get { lock (_gate) { return [.. _output]; } } }

    public IReadOnlyList<string> ErrorLines { get { lock (_gate) { return [.. _errors]; } } }

    /// <summary>Raised on a reader thread for every line of standard output, after it was recorded.</summary>
    public event Action<string>? OutputLine;

    public static ChildProcess Start(
        string fileName, IEnumerable<string> arguments, string? workingDirectory = null, Action<string>? onOutput = null, NetworkNamespace? inside = null)
    {
        var start = new ProcessStartInfo
        {
            FileName = inside is null ? fileName : "ip",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? RepositoryLayout.Root,
        };
        if (inside is not null)
        {
            string[] enter = ["netns", "exec", inside.Name, fileName];
            foreach (var argument in enter) { start.ArgumentList.Add(argument); }
        }

        foreach (var argument in arguments) { start.ArgumentList.Add(argument); }

        var child = new ChildProcess(new Process { StartInfo = start });
        child.OutputLine += onOutput;
        child._process.OutputDataReceived += (_, line) => child.Record(child._output, line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Record(child._errors, line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>Runs a short command to its end; throws with its output when it fails.</summary>
    public static async Task<string> RunAsync(string fileName, params string[] arguments)
    {
        await using var child = Start(fileName, arguments);
        await child._process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        if (child._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{fileName} {string.Join(' ', arguments)} ended with {child._process.ExitCode}: {child.Describe()}");
        }

        return string.Join('\n', child.OutputLines);
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public Task<int> WaitForExitAsync(TimeSpan limit) =>
        _process.WaitForExitAsync().WaitAsync(limit).ContinueWith(
            task => { task.GetAwaiter().GetResult(); return _process.ExitCode; }, TaskScheduler.Default);

    /// <summary>Asks the process to end (SIGTERM) and returns its exit code; one that does not is killed and reported.</summary>
    public async Task<int> StopAsync()
    {
        if (!_process.HasExited)
        {
            using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            try
            {
                await _process.WaitForExitAsync().WaitAsync(GracePeriod);
            }
            catch (TimeoutException)
            {
                _process.Kill(entireProcessTree: true);
                throw new TimeoutException($"Process {Id} did not end within {GracePeriod.TotalSeconds} s of SIGTERM.\n{Describe()}");
            }
        }

        await _process.WaitForExitAsync(); // also waits until both readers have seen the end
        return _process.ExitCode;
    }

    /// <summary>The last lines of both streams, for a failing test's message.</summary>
    public string Describe(int lines = 40) =>
        string.Join('\n', OutputLines.TakeLast(lines).Concat(ErrorLines.TakeLast(lines).Select(line => "stderr: " + line)));

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Record(List<string> lines, string? line)
    {
        if (line is null) { return; }
        lock (_gate) { lines.Add(line); }
        if (ReferenceEquals(lines, _output)) { OutputLine?.Invoke(line); }
    }
}
