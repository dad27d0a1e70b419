using Sfu.WebRtc;

namespace Sfu.Media.Speakers;

/// <summary>
/// Whether somebody without an audio slot may take the one of somebody who has it: only if clearly louder for a while, so
/// that two people talking over one another do not cut each other to pieces. Remembers one challenger; owned by one subscriber.
/// </summary>
internal struct LouderFor()
{
    /// <summary>Energy is in dB: 10 dB are heard as twice as loud.</summary>
    public const int Margin = 10;

    /// <summary>About a syllable.</summary>
    public const long HoldUs = 300 * MonotonicTime.Millisecond;

    private int _challenger = -1;
    private long _sinceUs;

    /// <summary>True once the same challenger has been louder by the margin at every call for the whole time.</summary>
    public bool Challenge(int challenger, int energy, int holderEnergy, long nowUs)
    {
        if (energy < holderEnergy + Margin)
        {
            _challenger = -1;
            return false;
        }

        if (challenger != _challenger)
        {
            _challenger = challenger;
            _sinceUs = nowUs;
        }

        return nowUs - _sinceUs >= HoldUs;
    }

    public void Forget() => _challenger = -1;
}
