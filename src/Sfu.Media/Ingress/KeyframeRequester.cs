using Sfu.WebRtc;

namespace Sfu.Media.Ingress;

/// <summary>
/// Turns any number of subscribers' wishes for a key frame of one layer into few requests to the publisher: one at once,
/// then again about each second until a key frame begins. A key frame costs everybody bandwidth, so a thousand joins or
/// PLIs ask no more often than one. Owned by one publisher stream.
/// </summary>
internal struct KeyframeRequester()
{
    /// <summary>LiveKit waits 500 ms (low layers) to 1 s; 700 ms keeps it at three requests within two seconds.</summary>
    public const long MinIntervalUs = 700 * MonotonicTime.Millisecond;

    /// <summary>mediasoup asks again after 1 s: the request or the key frame was lost.</summary>
    public const long RepeatUs = 1000 * MonotonicTime.Millisecond;

    private long _askedUs = -RepeatUs;
    private bool _askedForThis;

    public bool IsWanted { get; private set; }

    /// <summary>When to ask the publisher.</summary>
    public readonly long DueUs => !IsWanted ? MonotonicTime.Never : _askedUs + (_askedForThis ? RepeatUs : MinIntervalUs);

    public void Ask() => IsWanted = true;

    /// <summary>A key frame has begun: everybody who waited has what they need.</summary>
    public void Received()
    {
        IsWanted = false;
        _askedForThis = false;
    }

    /// <summary>Nobody waits any more.</summary>
    public void Cancel() => IsWanted = false;

    public bool TryTake(long nowUs)
    {
        if (nowUs < DueUs)
            return false;
        _askedUs = nowUs;
        _askedForThis = true;
        return true;
    }
}
