using Sfu.Media.Layers;

namespace Sfu.Media.Tests;

/// <summary>Mistake 1: a fixed delta per switch reuses numbers or leaves holes after drops.</summary>
public class SeqMapTests
{
    [Fact]
    public void Closes_the_gap_of_a_dropped_number_and_refuses_it_for_ever()
    {
        var map = Started(7, 107);
        AssertMaps(map, 7, 107);
        AssertMaps(map, 8, 108);
        Assert.True(map.TryDrop(9));
        AssertMaps(map, 10, 109);
        Assert.False(map.TryMap(9, out _));
        Assert.False(map.TryDrop(9));
    }

    [Fact]
    public void Keeps_the_place_of_a_number_that_may_still_come()
    {
        var map = Started(7, 107);
        AssertMaps(map, 7, 107);
        AssertMaps(map, 9, 109);
        Assert.True(map.TryDrop(12));
        AssertMaps(map, 13, 112);
        AssertMaps(map, 8, 108);
        AssertMaps(map, 10, 110);
        AssertMaps(map, 11, 111);
    }

    [Fact]
    public void Cannot_close_a_gap_behind_what_is_already_sent()
    {
        var map = Started(7, 107);
        AssertMaps(map, 9, 109);
        Assert.False(map.TryDrop(8));
        AssertMaps(map, 10, 110);
    }

    [Fact]
    public void Refuses_what_is_older_than_its_start()
    {
        var map = Started(7, 107);
        Assert.False(map.TryMap(6, out _));
        map.Start(1000, 110);
        AssertMaps(map, 1000, 110);
        Assert.False(map.TryMap(999, out _));
        Assert.False(map.TryMap(7, out _));
    }

    [Fact]
    public void Merges_neighbouring_drops_so_that_a_burst_of_padding_forgets_nothing()
    {
        var map = Started(0, 0);
        AssertMaps(map, 0, 0);
        for (var padding = 1; padding <= 1000; padding++)
            Assert.True(map.TryDrop(padding));
        AssertMaps(map, 1001, 1);
        AssertMaps(map, 0, 0);
        for (var padding = 1; padding <= 1000; padding++)
            Assert.False(map.TryMap(padding, out _));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Outputs_are_unique_ordered_and_without_holes_of_our_making(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            long firstIn = random.Next(1 << 20), firstOut = random.Next(1 << 15);
            var map = Started(firstIn, firstOut);
            var outputs = new SortedDictionary<long, long>();
            var unknown = new HashSet<long>();

            // What arrives, with loss, small reordering and drop decisions taken in order of arrival.
            var order = Enumerable.Range(1, 300).OrderBy(i => i + random.NextDouble() * 8).Prepend(0).Where(_ => random.Next(20) > 0).ToList();
            var decided = new HashSet<long>();
            foreach (var step in order)
            {
                var input = firstIn + step;
                decided.Add(input);
                if (random.Next(5) == 0)
                {
                    if (!map.TryDrop(input))
                        unknown.Add(input);
                    Assert.False(map.TryDrop(input));
                    continue;
                }

                if (map.TryMap(input, out var output))
                    outputs.Add(input, output);
            }

            var values = outputs.Values.ToList();
            Assert.Equal(values.Distinct().Count(), values.Count);
            Assert.Equal(values.Order(), values);

            // A hole needs a number that never came, or one that was dropped too late.
            var highest = outputs.Keys.Last();
            for (var input = firstIn; input <= highest; input++)
            {
                if (!decided.Contains(input))
                    unknown.Add(input);
            }

            var holes = values[^1] - firstOut + 1 - values.Count;
            Assert.InRange(holes, 0, unknown.Count(input => input <= highest));
        }
    }

    private static SeqMap Started(long input, long output)
    {
        var map = new SeqMap();
        map.Start(input, output);
        return map;
    }

    private static void AssertMaps(SeqMap map, long input, long expected)
    {
        Assert.True(map.TryMap(input, out var output));
        Assert.Equal(expected, output);
    }
}
