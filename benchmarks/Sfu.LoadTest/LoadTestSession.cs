using System.Globalization;
using Sfu.LoadTest.Measurement;
using Sfu.LoadTest.Report;
using Sfu.LoadTest.Scenarios;
using Sfu.LoadTest.Servers;

namespace Sfu.LoadTest;

/// <summary>All runs of one call: scenario by scenario, and within it the servers in turns, round by round.</summary>
internal sealed class LoadTestSession(LoadTestOptions options)
{
    private readonly List<RunResult> _results = [];

    /// <summary>The exit code: 0 only if every scenario has a valid run of every server.</summary>
    public async Task<int> RunAsync()
    {
        var bed = TestBed.Find(options.ServerCore);
        var variants = Variants();
        var reference = IsOursAlone ? Variant.Sfu : Variant.Janus;
        foreach (var scenario in options.Scenarios)
            await RunAsync(scenario, bed, variants).ConfigureAwait(false);

        Medians[] medians = [.. options.Scenarios.SelectMany(scenario => Medians.Of(scenario, _results, reference))];
        Console.WriteLine();
        Console.WriteLine(ResultTable.Write(medians, reference));
        if (options.JsonPath is { } json)
            new ResultFile(ResultFile.DescribeMachine(), reference, medians, _results).Write(json);
        if (options.ChartPath is { } chart && !IsOursAlone)
            ResultChart.Write(chart, medians);
        return medians.Length == options.Scenarios.Count * variants.Count ? 0 : 1;
    }

    private async Task RunAsync(Scenario scenario, TestBed bed, IReadOnlyList<Variant> variants)
    {
        var run = new Run(scenario, bed, TimeSpan.FromSeconds(options.WarmUpSeconds), TimeSpan.FromSeconds(options.Seconds));
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var variant in variants)
            {
                if (variant.OnlyLastRound && round < options.Rounds - 1)
                    continue;
                try
                {
                    var result = await run.MeasureAsync(variant, round).ConfigureAwait(false);
                    _results.Add(result);
                    Print(result);
                }
                catch (RunFailedException exception)
                {
                    await Console.Error.WriteLineAsync($"failed: {exception.Message}").ConfigureAwait(false);
                }
            }
        }
    }

    private bool IsOursAlone => options.Ablation || options.Trials.Count > 0;

    private IReadOnlyList<Variant> Variants()
    {
        var server = options.ServerDll ?? FindServer();
        IReadOnlyList<Variant> all = options.Trials.Count > 0 ? Ablations.Trials(server, options.Trials)
            : options.Ablation ? Ablations.Of(server)
            : [Variant.OurServer(server), Variant.JanusOneLoop, Variant.JanusAsInstalled];
        if (!File.Exists(server))
            throw new ArgumentException($"There is no server at {server}; build src/Sfu.Server in Release.");
        return options.Only is { } only ? [all.FirstOrDefault(variant => variant.Name == only) ?? throw new ArgumentException($"There is no server {only}.")] : all;
    }

    private static void Print(RunResult result) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{result.Scenario,-15} {result.Variant,-12} round {result.Round}  {result.CpuUsPerPacket,6:0.00} us/packet ({result.UserUsPerPacket:0.00} user)  {result.PacketsOut / result.Seconds,6:0}/s  loss {result.Loss:0.000%}  delay {result.DelayP50Us}/{result.DelayP99Us}/{result.DelayP999Us} us  {result.IdleMegabytes:0} + {result.MegabytesPerParticipant:0.00} MB  server {result.ServerShare:0%} generator {result.GeneratorShare:0%} others {result.OthersShare:0%}  {result.Profile}  {(result.IsValid ? "" : "NOT COUNTED: " + result.Problem)}"));

    private static string FindServer()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sfu.sln")))
                return Path.Combine(folder.FullName, "src", "Sfu.Server", "bin", "Release", "net10.0", "Sfu.Server.dll");
        }

        throw new InvalidOperationException("Start this from inside the repository, or give --server.");
    }
}
