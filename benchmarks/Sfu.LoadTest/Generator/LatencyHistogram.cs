namespace Sfu.LoadTest.Generator;

/// <summary>Delays in buckets of a microsecond up to 200 ms; what is longer counts as that. Owned by the loop.</summary>
internal sealed class LatencyHistogram
{
    private const int Buckets = 200_000;

    private readonly int[] _counts = new int[Buckets];

    public long Count { get; private set; }

    public void Add(long delayNs)
    {
        _counts[(int)Math.Clamp(delayNs / 1000, 0, Buckets - 1)]++;
        Count++;
    }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    /// <summary>The delay that this share of all packets did not exceed, microseconds.</summary>
    public long PercentileUs(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        long seen = 0;
        for (var i = 0; i < Buckets; i++)
        {
            seen += _counts[i];
            if (seen >= wanted && seen > 0)
                return i;
        }

        return 0;
    }
}
