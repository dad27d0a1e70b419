using Sfu.WebRtc;

namespace Sfu.Media.Rooms;

/// <summary>Smoothed round trip to one participant, from report blocks about what it receives (RFC 3550 §6.4.1). Owned by one participant.</summary>
internal struct RoundTrip()
{
    /// <summary>mediasoup's default before the first measurement.</summary>
    private const long DefaultUs = 100 * MonotonicTime.Millisecond;

    /// <summary>More is a clock that jumped, not a path to talk over.</summary>
    private const long MaxUs = 5 * MonotonicTime.Second;

    // RFC 6298 §2: an eighth of each new sample.
    private const int Weight = 8;

    private bool _measured;

    public long Us { get; private set; } = DefaultUs;

    public void Measured(long us)
    {
        if (us > MaxUs)
            return;
        Us = _measured ? Us + (us - Us) / Weight : us;
        _measured = true;
    }
}
