using System.Diagnostics;

namespace Sfu.Testing.Processes;

/// <summary>Waiting for a state that another process reaches, with a limit: the only way tests of whole processes wait.</summary>
public static class Until
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again every 50 ms until the answer is yes; returns how long that took, throws with a description when the limit passes.</summary>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, TimeSpan limit, Func<string> describe)
    {
        var started = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(Interval);
        while (!await condition())
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed > limit) { throw new TimeoutException($"Not within {limit.TotalSeconds} s: {describe()}"); }
            await tick.WaitForNextTickAsync();
        }

        return Stopwatch.GetElapsedTime(started);
    }
}
