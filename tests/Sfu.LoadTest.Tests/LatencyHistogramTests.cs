using Sfu.LoadTest.Generator;

namespace Sfu.LoadTest.Tests;

public sealed class LatencyHistogramTests
{
    private readonly LatencyHistogram _delays = new();

    [Theory]
    [InlineData(0.01, 1)]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(0.995, 100)]
    [InlineData(1, 100)]
    public void A_percentile_is_the_smallest_delay_that_this_share_did_not_exceed(double share, long expectedUs)
    {
        foreach (var us in Enumerable.Range(1, 100).Reverse())
            _delays.Add(us * 1000L);
        Assert.Equal(expectedUs, _delays.PercentileUs(share));
    }

    [Fact]
    public void One_slow_packet_in_a_thousand_is_the_last_per_mille_and_nothing_before()
    {
        for (var i = 0; i < 999; i++)
            _delays.Add(300_000);
        _delays.Add(50_000_000);
        Assert.Equal(300, _delays.PercentileUs(0.5));
        Assert.Equal(300, _delays.PercentileUs(0.999));
        Assert.Equal(50_000, _delays.PercentileUs(0.9995));
    }

    [Fact]
    public void Parts_of_a_microsecond_are_cut_and_what_is_beyond_the_scale_counts_as_its_end()
    {
        _delays.Add(1999);
        Assert.Equal(1, _delays.PercentileUs(1));
        _delays.Add(long.MaxValue);
        Assert.Equal(199_999, _delays.PercentileUs(1));
        _delays.Clear();
        _delays.Add(-5); // two clocks that disagree
        Assert.Equal(0, _delays.PercentileUs(1));
    }

    [Fact]
    public void Without_packets_there_is_no_delay()
    {
        Assert.Equal(0, _delays.PercentileUs(0.99));
        _delays.Add(5000);
        _delays.Clear();
        Assert.Equal(0, _delays.Count);
        Assert.Equal(0, _delays.PercentileUs(0.99));
    }
}
