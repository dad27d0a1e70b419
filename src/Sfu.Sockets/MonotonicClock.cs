using System.Diagnostics;

namespace Sfu.Sockets;

/// <summary>The one place that reads a clock for media: microseconds since some fixed moment, never going back.</summary>
public static class MonotonicClock
{
    private static readonly double MicrosecondsPerTick = 1_000_000.0 / Stopwatch.Frequency;

    public static long NowUs => (long)(Stopwatch.GetTimestamp() * MicrosecondsPerTick);
}
