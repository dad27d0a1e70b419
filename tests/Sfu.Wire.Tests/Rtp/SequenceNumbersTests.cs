using Sfu.Wire.Rtp;

namespace Sfu.Wire.Tests.Rtp;

public sealed class SequenceNumbersTests
{
    [Fact]
    public void Extension_keeps_the_low_bits_and_is_the_nearest_number()
    {
        foreach (var last in new[] { 0L, 1, 32767, 32768, 65535, 65536, 65537, 1L << 32, (1L << 47) + 40000, 65536 * 3 - 1 })
        {
            for (var seq = 0; seq <= ushort.MaxValue; seq++)
            {
                var extended = SequenceNumbers.Extend(last, (ushort)seq);
                Assert.Equal(seq, (ushort)extended);
                Assert.InRange(extended - last, -32768, 32767);
            }
        }
    }

    [Fact]
    public void A_stream_with_gaps_and_reordering_is_followed_over_many_wraps()
    {
        var random = new Random(65536);
        var highest = 65536L + random.Next(65536);
        for (var round = 0; round < 200_000; round++)
        {
            var next = highest + random.Next(-32768, 32768);
            Assert.Equal(next, SequenceNumbers.Extend(highest, (ushort)next));
            highest = Math.Max(highest, highest + random.Next(0, 100));
        }

        Assert.True(highest > 65536 * 100);
    }

    [Theory]
    [InlineData(1, 0, true)]
    [InlineData(0, 65535, true)]
    [InlineData(65535, 0, false)]
    [InlineData(5, 5, false)]
    [InlineData(32767, 0, true)]
    [InlineData(32768, 0, false)]
    public void Newer_means_less_than_half_the_space_ahead(int a, int b, bool newer) =>
        Assert.Equal(newer, SequenceNumbers.IsNewer((ushort)a, (ushort)b));

    [Fact]
    public void Timestamps_extend_and_compare_likewise()
    {
        var random = new Random(90000);
        var last = (1L << 32) - 5000;
        for (var round = 0; round < 200_000; round++)
        {
            var next = last + random.NextInt64(int.MinValue, int.MaxValue);
            Assert.Equal(next, RtpTimestamps.Extend(last, (uint)next));
            Assert.Equal(next > last, RtpTimestamps.IsNewer((uint)next, (uint)last));
            last += random.Next(0, 1 << 24);
        }

        Assert.True(last > 1L << 34);
    }
}
