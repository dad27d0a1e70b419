using Sfu.LoadTest.Measurement;

namespace Sfu.LoadTest.Tests;

/// <summary>Differences between two looks at what processes and cores have used.</summary>
public sealed class UsageTests
{
    [Fact]
    public void A_core_was_busy_for_the_ticks_that_were_not_idle() =>
        Assert.Equal(0.25, CoreUsage.BusyShare(new CoreUsage(100, 1000), new CoreUsage(150, 1200)), 9);

    [Fact]
    public void Two_looks_within_one_tick_show_an_idle_core() => Assert.Equal(0, CoreUsage.BusyShare(new CoreUsage(5, 10), new CoreUsage(5, 10)));

    [Fact]
    public void Threads_that_came_in_between_count_whole_and_those_that_went_not_at_all()
    {
        var before = new ProcessUsage(new Dictionary<string, long> { ["1"] = 100, ["2"] = 50 }, 0, 0, 0, 0);
        var after = new ProcessUsage(new Dictionary<string, long> { ["1"] = 130, ["3"] = 7 }, 0, 0, 0, 0);
        Assert.Equal(37, after.CpuNsSince(before));
    }

    [Fact]
    public void The_user_share_is_of_both_kinds_of_time()
    {
        var before = new ProcessUsage(new Dictionary<string, long>(), 10, 20, 0, 0);
        Assert.Equal(0.75, (before with { UserTicks = 13, SystemTicks = 21 }).UserShareSince(before), 9);
        Assert.Equal(0, before.UserShareSince(before));
    }

    [Fact]
    public void This_very_process_has_used_something() => Assert.True(ProcessUsage.Of(Environment.ProcessId) is { ResidentBytes: > 1_000_000, ThreadCpuNs.Count: > 0 });
}
