namespace Sfu.Media.Retransmission;

/// <summary>
/// Retransmissions may take a quarter of what a subscriber gets, plus a burst: a client that asks for everything again
/// must not multiply its own traffic. Counted in bytes, so it needs no clock. Owned by one subscriber.
/// </summary>
internal struct RtxBudget()
{
    private const int Share = 4;

    /// <summary>A loss of 300 ms at 3 Mbit/s.</summary>
    private const int BurstBytes = 128 * 1024;

    private int _bytes = BurstBytes;

    public void Earn(int sentBytes) => _bytes = Math.Min(BurstBytes, _bytes + sentBytes / Share);

    public bool TrySpend(int bytes)
    {
        if (_bytes < bytes)
            return false;
        _bytes -= bytes;
        return true;
    }
}
