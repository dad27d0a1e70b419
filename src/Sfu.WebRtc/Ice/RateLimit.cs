namespace Sfu.WebRtc.Ice;

/// <summary>
/// A token bucket whose whole state is one number, the time up to which its tokens are spent (the generic cell rate
/// algorithm); the caller keeps that number.
/// </summary>
/// <param name="perSecond">What is allowed in the long run.</param>
/// <param name="burst">What is allowed at once after a rest.</param>
internal readonly struct RateLimit(int perSecond, int burst)
{
    private readonly long _costUs = MonotonicTime.Second / perSecond;
    private readonly long _toleranceUs = MonotonicTime.Second / perSecond * (burst - 1);

    public bool TryTake(ref long paidUntilUs, long nowUs)
    {
        var start = Math.Max(paidUntilUs, nowUs);
        if (start - nowUs > _toleranceUs)
            return false;
        paidUntilUs = start + _costUs;
        return true;
    }
}
