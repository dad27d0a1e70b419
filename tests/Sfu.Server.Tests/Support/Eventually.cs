using System.Runtime.CompilerServices;

namespace Sfu.Server.Tests.Support;

/// <summary>Waits for a state that another thread brings about, and says which one when it does not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    public static async Task Holds(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var timer = new PeriodicTimer(Look);
        var deadline = TimeProvider.System.GetTimestamp() + (long)(Patience.TotalSeconds * TimeProvider.System.TimestampFrequency);
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetTimestamp() < deadline, $"Never came true: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
