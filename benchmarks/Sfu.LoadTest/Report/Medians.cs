using Sfu.LoadTest.Measurement;
using Sfu.LoadTest.Scenarios;

namespace Sfu.LoadTest.Report;

/// <summary>The medians of one server in one scenario over the rounds that count.</summary>
/// <param name="Runs">How many rounds counted.</param>
/// <param name="RatioToReference">Median over rounds of this server's CPU per packet to the reference's in the same round; null without pairs.</param>
/// <param name="RatioRange">Smallest and largest of these ratios.</param>
internal sealed record Medians(
    string Scenario,
    string Title,
    string Variant,
    string Server,
    string Profile,
    int Runs,
    double PacketsInPerSecond,
    double PacketsOutPerSecond,
    double MegabitsOut,
    double WorstLoss,
    double CpuUsPerPacket,
    double UserUsPerPacket,
    double SystemUsPerPacket,
    double SwitchesPerPacket,
    double DelayP50Us,
    double DelayP99Us,
    double DelayP999Us,
    double IdleMegabytes,
    double MegabytesPerParticipant,
    double ServerShare,
    double GeneratorShare,
    double OthersShare,
    double? RatioToReference,
    double[] RatioRange)
{
    /// <summary>All servers of a scenario that have a valid run, in the order of their first.</summary>
    public static IReadOnlyList<Medians> Of(Scenario scenario, IReadOnlyList<RunResult> results, string reference)
    {
        RunResult[] valid = [.. results.Where(run => run.Scenario == scenario.Name && run.IsValid)];
        // The first round is dropped, unless it is all there is.
        RunResult[] counted = valid.Any(run => run.Round > 0) ? [.. valid.Where(run => run.Round > 0)] : valid;
        return [.. counted.GroupBy(run => run.Variant).Select(runs => Of(scenario, [.. runs], [.. counted.Where(run => run.Variant == reference)]))];
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static Medians Of(Scenario scenario, RunResult[] runs, RunResult[] references)
    {
        double[] ratios =
        [
            .. runs.Join(references, run => run.Round, other => other.Round, (run, other) => run.CpuUsPerPacket / other.CpuUsPerPacket),
        ];
        return new Medians(
            scenario.Name, scenario.Title, runs[0].Variant, runs[0].Server, runs[0].Profile, runs.Length,
            Of(run => run.PacketsIn / run.Seconds),
            Of(run => run.PacketsOut / run.Seconds),
            Of(run => run.MegabitsOut),
            runs.Max(run => run.Loss),
            Of(run => run.CpuUsPerPacket),
            Of(run => run.UserUsPerPacket),
            Of(run => run.SystemUsPerPacket),
            Of(run => run.SwitchesPerPacket),
            Of(run => run.DelayP50Us),
            Of(run => run.DelayP99Us),
            Of(run => run.DelayP999Us),
            Of(run => run.IdleMegabytes),
            Of(run => run.MegabytesPerParticipant),
            Of(run => run.ServerShare),
            Of(run => run.GeneratorShare),
            Of(run => run.OthersShare),
            ratios.Length == 0 ? null : Median(ratios),
            ratios.Length == 0 ? [] : [ratios.Min(), ratios.Max()]);

        double Of(Func<RunResult, double> value) => Median(runs.Select(value));
    }
}
