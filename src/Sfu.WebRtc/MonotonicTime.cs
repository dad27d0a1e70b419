namespace Sfu.WebRtc;

/// <summary>
/// Time in this code base is a <see cref="long"/> of microseconds on a monotonic clock, passed in by the caller
/// (<c>nowUs</c>). Nothing below the sockets reads a clock, so tests run in virtual time.
/// </summary>
public static class MonotonicTime
{
    public const long Millisecond = 1_000;
    public const long Second = 1_000_000;

    /// <summary>The deadline of something that waits for nothing.</summary>
    public const long Never = long.MaxValue;
}
