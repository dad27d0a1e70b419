using System.Numerics;

namespace Sfu.Sockets;

/// <summary>
/// How often values of each size came up. Bucket i holds what is at most 2^i and more than 2^(i-1); the last one everything above.
/// Written by one thread without a lock; any other may read it and sees values that are a moment old, never half written.
/// </summary>
public sealed class Histogram
{
    private readonly long[] _counts;
    private long _sum;

    /// <param name="buckets">The largest value told apart is 2^(buckets - 2).</param>
    internal Histogram(int buckets) => _counts = new long[buckets];

    public int Buckets => _counts.Length;

    /// <summary>The sum of all values.</summary>
    public long Sum => Volatile.Read(in _sum);

    /// <summary>How many values fell into a bucket.</summary>
    public long this[int bucket] => Volatile.Read(in _counts[bucket]);

    /// <summary>The largest value of a bucket; of the last one, <see cref="long.MaxValue"/>.</summary>
    public long UpperBound(int bucket) => bucket == _counts.Length - 1 ? long.MaxValue : 1L << bucket;

    /// <param name="value">0 or more.</param>
    internal void Add(long value)
    {
        var bucket = value <= 1 ? 0 : 64 - BitOperations.LeadingZeroCount((ulong)(value - 1));
        _counts[Math.Min(bucket, _counts.Length - 1)]++;
        _sum += value;
    }
}
