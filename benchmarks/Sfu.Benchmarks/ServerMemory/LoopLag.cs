using System.Globalization;

namespace Sfu.Benchmarks.ServerMemory;

/// <summary>How late the media loop noticed its deadlines, from the server's <c>/metrics</c>: a histogram whose buckets double.</summary>
/// <param name="Buckets">Upper ends in seconds, and how many lags lay at or below.</param>
internal sealed record LoopLag(IReadOnlyList<(double Seconds, long AtMost)> Buckets)
{
    private const string Series = "sfu_loop_lag_seconds_bucket";

    public long Count => Buckets[^1].AtMost;

    public static async Task<LoopLag> ReadAsync(Uri server)
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync(new Uri(server, "/metrics"));
        var sums = new SortedDictionary<double, long>();
        foreach (var line in text.Split('\n').Where(line => line.StartsWith(Series, StringComparison.Ordinal)))
        {
            var bound = line[(line.IndexOf("le=\"", StringComparison.Ordinal) + 4)..];
            bound = bound[..bound.IndexOf('"', StringComparison.Ordinal)];
            var seconds = bound == "+Inf" ? double.PositiveInfinity : double.Parse(bound, CultureInfo.InvariantCulture);
            sums[seconds] = sums.GetValueOrDefault(seconds) + (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        }

        return new LoopLag([.. sums.Select(bucket => (bucket.Key, bucket.Value))]);
    }

    public LoopLag Since(LoopLag before) =>
        new([.. Buckets.Zip(before.Buckets, (now, then) => (now.Seconds, now.AtMost - then.AtMost))]);

    /// <summary>The upper end of the bucket in which this share of the lags is reached, in milliseconds.</summary>
    public double QuantileMs(double share) => Buckets.First(bucket => bucket.AtMost >= share * Count).Seconds * 1000;
}
