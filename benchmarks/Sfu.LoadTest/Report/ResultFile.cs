using System.Text.Json;
using Sfu.LoadTest.Measurement;

namespace Sfu.LoadTest.Report;

/// <summary>Everything measured, as JSON: the medians and every single run, also the ones that do not count and why.</summary>
internal sealed record ResultFile(string Machine, string Reference, IReadOnlyList<Medians> Medians, IReadOnlyList<RunResult> Runs)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public void Write(string path) => File.WriteAllText(path, JsonSerializer.Serialize(this, Options) + "\n");

    /// <summary>The kind of machine, without its name.</summary>
    public static string DescribeMachine()
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown CPU";
        var cores = File.ReadLines("/proc/stat").Count(line => line.StartsWith("cpu", StringComparison.Ordinal)) - 1;
        var kernel = string.Join('.', Environment.OSVersion.Version.ToString().Split('.').Take(2));
        return $"{cores} virtual cores ({model}), Linux {kernel}, .NET {Environment.Version}";
    }
}
