using Sfu.WebRtc;

namespace Sfu.Sockets.Loop;

/// <summary>
/// How long a voice may wait for others to leave with it, by how much the loop sends: with little to do, time matters more than processor time
/// (docs/decisions/0017). Owned by the loop.
/// </summary>
internal struct HoldBudget
{
    /// <summary>Datagrams a second from which on a voice may wait, and from which on as long as it ever may.</summary>
    private const long FromPerSecond = 4000;
    private const long FullyFromPerSecond = 8000;

    /// <summary>A quarter of what an Opus packet lasts; libwebrtc's own pacer takes steps as long.</summary>
    private const long MaxUs = 5 * MonotonicTime.Millisecond;

    private long _sentBefore;
    private long _beforeUs;

    public long LongestUs { get; private set; }

    /// <param name="sent">Datagrams sent since the start.</param>
    public void Choose(long sent, long nowUs)
    {
        var perSecond = (sent - _sentBefore) * MonotonicTime.Second / Math.Max(nowUs - _beforeUs, 1);
        LongestUs = SwitchedOff.Holding ? 0 : Math.Clamp((perSecond - FromPerSecond) * MaxUs / (FullyFromPerSecond - FromPerSecond), 0, MaxUs);
        (_sentBefore, _beforeUs) = (sent, nowUs);
    }
}
