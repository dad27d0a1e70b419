namespace Sfu.Server.Limiting;

/// <summary>How fast one connection may call: so many at once, so many per second in the long run. Owned by its connection.</summary>
internal sealed class TokenBucket(int perSecond, int burst, TimeProvider time)
{
    private readonly long _ticksPerToken = Math.Max(1, time.TimestampFrequency / perSecond);

    // The moment at which the bucket would have been empty had it never been full: one number instead of level and time.
    private long _emptySince = time.GetTimestamp() - (Math.Max(1, time.TimestampFrequency / perSecond) * burst);

    public bool TryTake()
    {
        var now = time.GetTimestamp();
        _emptySince = Math.Max(_emptySince, now - (_ticksPerToken * burst));
        if (_emptySince + _ticksPerToken > now)
        {
            return false;
        }

        _emptySince += _ticksPerToken;
        return true;
    }
}
