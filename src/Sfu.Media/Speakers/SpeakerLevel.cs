using Sfu.WebRtc;

namespace Sfu.Media.Speakers;

/// <summary>
/// How loud one audio source is, smoothed over the packets' levels (RFC 6464). Energy runs from 0 (silence) to 127 (full
/// scale): 127 minus the level in -dBov. Owned by one publisher stream.
/// </summary>
internal struct SpeakerLevel
{
    /// <summary>-52 dBov: quiet speech; rooms and fans stay below.</summary>
    public const int LoudEnergy = 75;

    /// <summary>A client that sends no levels is taken for speaking normally (-40 dBov) whenever it sends.</summary>
    public const byte AssumedLevel = 40;

    private const int SilentLevel = 127;

    /// <summary>Time constant of the smoothing: a click of one packet lifts nobody.</summary>
    private const int SmoothingUs = 100 * (int)MonotonicTime.Millisecond;

    /// <summary>jitsi-utils: a level older than this says nothing about now. Opus in DTX sends each 400 ms.</summary>
    private const long ExpiryUs = 150 * MonotonicTime.Millisecond;

    /// <summary>Pauses between words: silent is who has not been loud for this long.</summary>
    private const long HangoverUs = 600 * MonotonicTime.Millisecond;

    private int _energyMilli;
    private long _updatedUs;
    private bool _started;

    /// <summary>When it was last loud.</summary>
    public long LoudUs { get; private set; }

    public void Update(int negativeDbov, long nowUs)
    {
        var activityMilli = (SilentLevel - negativeDbov) * 1000;
        var elapsedUs = nowUs - _updatedUs;
        if (!_started || elapsedUs > ExpiryUs)
        {
            _started = true;
            _energyMilli = 0;
            elapsedUs = 20 * MonotonicTime.Millisecond;
        }

        _energyMilli += (int)((activityMilli - _energyMilli) * elapsedUs / (elapsedUs + SmoothingUs));
        _updatedUs = nowUs;
        if (_energyMilli >= LoudEnergy * 1000)
            LoudUs = nowUs;
    }

    public readonly int Energy(long nowUs) => !_started || nowUs - _updatedUs > ExpiryUs ? 0 : _energyMilli / 1000;

    /// <summary>Speaking, or in a pause between words.</summary>
    public readonly bool IsSpeaking(long nowUs) => LoudUs != 0 && nowUs - LoudUs <= HangoverUs;

    public void Reset() => this = default;
}
