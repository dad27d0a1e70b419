using Sfu.LoadTest.Measurement;

namespace Sfu.LoadTest.Tests;

/// <summary>Runs that say more about the machine than about the server are refused.</summary>
public sealed class VerdictTests
{
    private static readonly RunResult Good = Runs.Of(Variant.Sfu, 1, 5);

    [Fact]
    public void A_quiet_run_counts() => Assert.Equal("", Verdict.ProblemOf(Good));

    [Fact]
    public void Loss_up_to_one_in_a_thousand_counts_and_more_does_not()
    {
        Assert.Equal("", Verdict.ProblemOf(Good with { PacketsOut = 19_980 + 1 }));
        Assert.Contains("lost", Verdict.ProblemOf(Good with { PacketsOut = 19_979 }), StringComparison.Ordinal);
        Assert.Contains("lost", Verdict.ProblemOf(Good with { PacketsOut = 0 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saturated_server_is_refused()
    {
        Assert.Equal("", Verdict.ProblemOf(Good with { ServerShare = 0.9 }));
        Assert.Contains("the server used", Verdict.ProblemOf(Good with { ServerShare = 0.901 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saturated_generator_is_refused()
    {
        Assert.Equal("", Verdict.ProblemOf(Good with { GeneratorShare = 0.9 }));
        Assert.Contains("the generator used", Verdict.ProblemOf(Good with { GeneratorShare = 0.95 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Packets_that_nobody_was_to_get_are_refused()
    {
        Assert.Equal("", Verdict.ProblemOf(Good with { Unexpected = 20 }));
        Assert.Contains("nobody asked for", Verdict.ProblemOf(Good with { Unexpected = 21 }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_in_which_nothing_was_sent_is_refused() =>
        Assert.Equal("nothing was sent", Verdict.ProblemOf(Good with { Wanted = 0, PacketsOut = 0 }));

    [Fact]
    public void User_and_system_time_add_up_to_all()
    {
        Assert.Equal(1.25, Good.UserUsPerPacket, 9);
        Assert.Equal(3.75, Good.SystemUsPerPacket, 9);
    }
}
