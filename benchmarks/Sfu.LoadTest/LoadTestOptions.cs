using System.Globalization;
using Sfu.LoadTest.Scenarios;

namespace Sfu.LoadTest;

/// <summary>What the command line asks for.</summary>
internal sealed record LoadTestOptions
{
    public IReadOnlyList<Scenario> Scenarios { get; init; } = Scenario.All;

    /// <summary>How often each server is measured per scenario; the first does not count.</summary>
    public int Rounds { get; init; } = 4;

    /// <summary>Length of the measured window.</summary>
    public int Seconds { get; init; } = 6;

    /// <summary>From the moment at which everything flows.</summary>
    public int WarmUpSeconds { get; init; } = 5;

    /// <summary>Our own server with parts switched off, instead of beside Janus.</summary>
    public bool Ablation { get; init; }

    /// <summary>Settings (<c>--Sfu:…</c>) and environment (<c>NAME=value</c>) to try in our server, each beside the server as it is.</summary>
    public IReadOnlyList<string> Trials { get; init; } = [];

    /// <summary>Only this server; for profiling.</summary>
    public string? Only { get; init; }

    public string? ServerDll { get; init; }

    public int ServerCore { get; init; }

    public string? JsonPath { get; init; }

    public string? ChartPath { get; init; }

    public const string Usage = """
        benchmarks/run.sh [options]

          --scenario NAME[,NAME]  which to run (default: all; --list names them)
          --rounds N              runs per server and scenario, the first is dropped (default 4)
          --seconds N             measured window of a run (default 6)
          --warm-up N             seconds before it (default 5)
          --quick                 three scenarios, two rounds, 4 s: about three minutes
          --ablation              Sfu with parts switched off, compared with itself
          --try WORD[,WORD]       Sfu with NAME=value in its environment or --Sfu:... settings, compared with itself; repeatable
          --only sfu|janus|janus-stock
          --server PATH           Sfu.Server.dll (default: the Release build of this tree)
          --server-core N         the core servers are pinned to (default 0)
          --json PATH, --chart PATH
          --list
        """;

    public static LoadTestOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new LoadTestOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--quick" => options with { Scenarios = Find(string.Join(',', Scenario.Quick)), Rounds = 2, Seconds = 4, WarmUpSeconds = 3 },
                "--ablation" => options with { Ablation = true },
                "--try" => options with { Trials = [.. options.Trials, Value(ref i)] },
                "--scenario" => options with { Scenarios = Find(Value(ref i)) },
                "--rounds" => options with { Rounds = Number(ref i) },
                "--seconds" => options with { Seconds = Number(ref i) },
                "--warm-up" => options with { WarmUpSeconds = Number(ref i) },
                "--only" => options with { Only = Value(ref i) },
                "--server" => options with { ServerDll = Path.GetFullPath(Value(ref i)) },
                "--server-core" => options with { ServerCore = Number(ref i) },
                "--json" => options with { JsonPath = Value(ref i) },
                "--chart" => options with { ChartPath = Value(ref i) },
                var other => throw new ArgumentException($"Unknown option {other}."),
            };
        }

        return options;

        string Value(ref int index) => ++index < arguments.Count ? arguments[index] : throw new ArgumentException($"{arguments[^1]} needs a value.");

        int Number(ref int index) => int.TryParse(Value(ref index), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException($"{arguments[index]} is not a number.");
    }

    private static Scenario[] Find(string names) =>
        [.. names.Split(',').Select(name => Scenario.All.FirstOrDefault(scenario => scenario.Name == name) ?? throw new ArgumentException($"There is no scenario {name}."))];
}
