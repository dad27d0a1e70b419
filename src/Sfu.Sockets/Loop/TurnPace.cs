using Sfu.WebRtc;

namespace Sfu.Sockets.Loop;

/// <summary>
/// How far apart turns are. A loop that is woken more than a thousand times a second pauses between its turns, as a network card moderates its interrupts:
/// to sleep and to wake cost as much as sending several datagrams, and what comes meanwhile goes out together (docs/decisions/0018). A loop with
/// less to do never pauses. Owned by the loop's thread.
/// </summary>
internal struct TurnPace
{
    /// <summary>From one turn's beginning to the next, when paced: a millisecond of delay on average, beside the 5 ms steps of libwebrtc's own pacer.</summary>
    private const long PacedUs = 2 * MonotonicTime.Millisecond;

    /// <summary>Turns a second from which on pauses join several.</summary>
    private const long FromTurnsPerSecond = 1000;

    /// <summary>A quarter of the pauses may end with nothing there; with more of them there is little to join.</summary>
    private const long MaxEmptyShare = 4;

    private const long PeriodUs = MonotonicTime.Second;

    private long _periodStartUs;
    private long _turnStartUs;
    private long _turns;
    private long _emptyPauses;

    public bool IsPaced { get; private set; }

    /// <summary>A turn begins.</summary>
    public void BeginTurn(long nowUs)
    {
        _turnStartUs = nowUs;
        _turns++;
        if (nowUs - _periodStartUs >= PeriodUs)
            Choose(nowUs);
    }

    /// <summary>How long to pause before the next turn, microseconds; 0 = not at all.</summary>
    /// <param name="dueUs">When the loop has something to do of itself.</param>
    public readonly long PauseUs(long dueUs, long nowUs) =>
        IsPaced ? Math.Max(Math.Min(_turnStartUs + PacedUs, dueUs) - nowUs, 0) : 0;

    /// <summary>After a pause no datagram was there.</summary>
    public void FoundNothing() => _emptyPauses++;

    private void Choose(long nowUs)
    {
        IsPaced = !SwitchedOff.Pacing && (IsPaced
            ? _emptyPauses * MaxEmptyShare <= _turns
            : _turns * PeriodUs >= FromTurnsPerSecond * (nowUs - _periodStartUs));
        (_periodStartUs, _turns, _emptyPauses) = (nowUs, 0, 0);
    }
}
