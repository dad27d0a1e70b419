using Sfu.Sockets.Loop;
using Sfu.WebRtc;

namespace Sfu.Sockets.Tests.Loop;

public sealed class HoldBudgetTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(4000, 0)]
    [InlineData(6000, 2500)]
    [InlineData(8000, 5000)]
    [InlineData(100_000, 5000)]
    public void A_voice_may_wait_the_longer_the_more_is_sent(long perSecond, long expectedUs)
    {
        var budget = new HoldBudget();
        budget.Choose(1000, 100 * MonotonicTime.Second);

        budget.Choose(1000 + (perSecond / 2), (100 * MonotonicTime.Second) + (MonotonicTime.Second / 2));

        Assert.Equal(expectedUs, budget.LongestUs);
    }

    [Fact]
    public void Nothing_waits_any_more_when_little_is_sent()
    {
        var budget = new HoldBudget();
        budget.Choose(0, 100 * MonotonicTime.Second);
        budget.Choose(10_000, 101 * MonotonicTime.Second);
        Assert.NotEqual(0, budget.LongestUs);

        budget.Choose(10_100, 102 * MonotonicTime.Second);

        Assert.Equal(0, budget.LongestUs);
    }
}
