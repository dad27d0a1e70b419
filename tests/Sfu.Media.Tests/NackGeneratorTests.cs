using Sfu.Media.Retransmission;

namespace Sfu.Media.Tests;

/// <summary>Mistake 11: NACKs repeated inside the round trip, or for what nobody needs any more.</summary>
public class NackGeneratorTests
{
    private const long Ms = 1000;
    private readonly NackGenerator _nacks = new(1000 * Ms);
    private readonly ushort[] _output = new ushort[256];

    [Fact]
    public void Waits_for_reordering_before_it_asks()
    {
        _nacks.Received(100, 0);
        _nacks.Received(102, 0);
        Assert.Equal(0, Collect(5 * Ms));
        _nacks.Received(101, 6 * Ms);
        Assert.Equal(0, Collect(20 * Ms));
        Assert.Equal(0, _nacks.Count);
    }

    [Fact]
    public void Asks_once_per_round_trip_and_ten_times_at_most()
    {
        _nacks.Received(100, 0);
        _nacks.Received(103, 0);
        var times = new List<long>();
        for (long now = 0; now < 990 * Ms; now += Ms)
        {
            if (Collect(now, rttMs: 60) is var count and > 0)
            {
                Assert.Equal(2, count);
                Assert.Equal([101, 102], _output.AsSpan(0, 2).ToArray());
                times.Add(now);
            }
        }

        Assert.Equal(10, times.Count);
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.Equal(60 * Ms, pair.Second - pair.First));
    }

    [Fact]
    public void Gives_up_what_has_become_too_old()
    {
        _nacks.Received(100, 0);
        _nacks.Received(102, 0);
        Assert.Equal(0, Collect(1001 * Ms));
        Assert.Equal(0, _nacks.Count);
    }

    [Fact]
    public void Forgets_what_lies_before_a_key_frame()
    {
        _nacks.Received(100, 0);
        _nacks.Received(110, 0);
        _nacks.Received(120, 0);
        _nacks.ForgetBefore(112);
        Assert.Equal(8, Collect(20 * Ms));
        Assert.Equal(112, _output[0]);
    }

    [Fact]
    public void Drops_everything_and_says_so_when_too_much_is_missing()
    {
        Assert.True(_nacks.Received(100, 0));
        Assert.True(_nacks.Received(1000, 0));
        Assert.False(_nacks.Received(2000, 0));
        Assert.Equal(0, _nacks.Count);
        Assert.True(_nacks.Received(2002, 0));
        Assert.Equal(1, _nacks.Count);
    }

    [Theory]
    [InlineData(200, 0.05)]
    [InlineData(20, 0.05)]
    [InlineData(100, 0.20)]
    public void Resends_little_more_than_was_lost(int rttMs, double loss)
    {
        var random = new Random(7);
        var arriving = new PriorityQueue<long, long>();
        long next = 70_000;
        var (lost, resent, missing) = (0, 0, new HashSet<long>());
        for (long now = 0; now < 60_000 * Ms; now += 5 * Ms)
        {
            next++;
            if (random.NextDouble() < loss)
                (lost, _) = (lost + 1, missing.Add(next));
            else
                arriving.Enqueue(next, now + random.Next(0, 4) * Ms);
            while (arriving.TryPeek(out var sequence, out var at) && at <= now)
            {
                arriving.Dequeue();
                missing.Remove(sequence);
                _nacks.Received(sequence, now);
            }

            if (now % (20 * Ms) != 0)
                continue;
            var count = Collect(now, rttMs);
            for (var i = 0; i < count; i++)
            {
                resent++;
                var sequence = next - (ushort)(next - _output[i]);
                if (random.NextDouble() >= loss)
                    arriving.Enqueue(sequence, now + rttMs * Ms);
            }
        }

        Assert.InRange(resent, lost, lost * 1.3);
        Assert.InRange(missing.Count, 0, 30);
    }

    private int Collect(long nowUs, int rttMs = 0) => _nacks.Collect(nowUs, rttMs * Ms, _output);
}
