using Sfu.LoadTest.Measurement;
using Sfu.LoadTest.Report;

namespace Sfu.LoadTest.Tests;

/// <summary>How rounds become the numbers of the report.</summary>
public sealed class MediansTests
{
    [Theory]
    [InlineData(new double[0], 0)]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 9, 1, 5 }, 5)]
    [InlineData(new double[] { 4, 1, 100, 2 }, 3)]
    public void A_median_is_the_middle_or_the_mean_of_both_middles(double[] values, double expected) => Assert.Equal(expected, Medians.Median(values));

    [Fact]
    public void Ratios_are_taken_pair_by_pair_so_that_a_slow_minute_hits_both_sides()
    {
        // The machine was three times slower in round 2: the ratio of the medians would be 0.3 only by luck.
        var medians = Of(
            Run(Variant.Sfu, 1, 2), Run(Variant.Janus, 1, 10), Run(Variant.Sfu, 2, 9), Run(Variant.Janus, 2, 30), Run(Variant.Sfu, 3, 4), Run(Variant.Janus, 3, 10));
        var ours = medians.Single(median => median.Variant == Variant.Sfu);
        Assert.Equal(0.3, ours.RatioToReference!.Value, 9);
        Assert.Equal([0.2, 0.4], ours.RatioRange, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(4, ours.CpuUsPerPacket);
        Assert.Equal(3, ours.Runs);
    }

    [Fact]
    public void The_first_round_is_dropped_unless_it_is_all_there_is()
    {
        Assert.Equal(3, Assert.Single(Of(Run(Variant.Sfu, 0, 100), Run(Variant.Sfu, 1, 3))).CpuUsPerPacket);
        Assert.Equal(100, Assert.Single(Of(Run(Variant.Sfu, 0, 100))).CpuUsPerPacket);
    }

    [Fact]
    public void A_refused_run_counts_neither_itself_nor_as_half_of_a_pair()
    {
        var medians = Of(
            Run(Variant.Sfu, 1, 5), Run(Variant.Janus, 1, 10),
            Run(Variant.Sfu, 2, 1), Run(Variant.Janus, 2, 10) with { Problem = "0.50 % of the packets were lost" },
            Run(Variant.Sfu, 3, 1) with { Problem = "the server used 95 % of its core" }, Run(Variant.Janus, 3, 10));
        var ours = medians.Single(median => median.Variant == Variant.Sfu);
        Assert.Equal(0.5, ours.RatioToReference!.Value, 9);
        Assert.Equal(2, ours.Runs);
        Assert.Equal(3, ours.CpuUsPerPacket);
        Assert.Equal(10, medians.Single(median => median.Variant == Variant.Janus).CpuUsPerPacket);
    }

    [Fact]
    public void Without_a_pair_there_is_no_ratio()
    {
        var ours = Of(Run(Variant.Sfu, 1, 5), Run(Variant.Janus, 2, 10)).Single(median => median.Variant == Variant.Sfu);
        Assert.Null(ours.RatioToReference);
        Assert.Empty(ours.RatioRange);
    }

    [Fact]
    public void The_worst_loss_is_told_not_the_middle_one()
    {
        var ours = Assert.Single(Of(Run(Variant.Sfu, 1, 5), Run(Variant.Sfu, 2, 5) with { PacketsOut = 19_990 }, Run(Variant.Sfu, 3, 5)));
        Assert.Equal(0.0005, ours.WorstLoss, 9);
    }

    [Fact]
    public void Another_scenarios_runs_are_left_out() =>
        Assert.Equal(5, Assert.Single(Of(Run(Variant.Sfu, 1, 5), Run(Variant.Sfu, 1, 50) with { Scenario = "another" })).CpuUsPerPacket);

    private static RunResult Run(string variant, int round, double cpuUs) => Runs.Of(variant, round, cpuUs);

    private static IReadOnlyList<Medians> Of(params RunResult[] runs) => Medians.Of(Runs.Scenario, runs, Variant.Janus);
}
