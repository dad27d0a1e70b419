namespace Sfu.Sockets.Tests;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 2)]
    [InlineData(5, 3)]
    [InlineData(8, 3)]
    [InlineData(9, 4)]
    [InlineData(long.MaxValue, 4)]
    public void A_value_falls_into_the_first_bucket_whose_bound_it_does_not_pass(long value, int bucket)
    {
        var histogram = new Histogram(5);
        histogram.Add(value);
        Assert.Equal(1, histogram[bucket]);
        Assert.Equal(1, Enumerable.Range(0, histogram.Buckets).Sum(i => histogram[i]));
        Assert.Equal(value, histogram.Sum);
        Assert.True(value <= histogram.UpperBound(bucket));
        Assert.True(bucket == 0 || value > histogram.UpperBound(bucket - 1));
    }

    [Fact]
    public void The_last_bucket_has_no_bound() => Assert.Equal(long.MaxValue, new Histogram(3).UpperBound(2));
}
