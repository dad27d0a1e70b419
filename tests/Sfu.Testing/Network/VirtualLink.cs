namespace Sfu.Testing.Network;

/// <summary>One direction between two addresses: the state that outlasts a datagram. Owned by its <see cref="VirtualNetwork"/>.</summary>
internal sealed class VirtualLink
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const int BitsPerByte = 8;

    private bool _isBad;
    private long _freeAtUs;

    /// <summary>Null: the network's default.</summary>
    public LinkConditions? Conditions { get; set; }

    /// <summary>False: lost. Otherwise the time at which the last bit has entered the path.</summary>
    public bool TryPass(LinkConditions conditions, int length, long nowUs, Random random, out long passedUs)
    {
        passedUs = nowUs;
        if (conditions.IsCut || length > conditions.MtuBytes || IsLost(conditions, random))
            return false;
        if (conditions.RateBps == 0)
            return true;

        var startUs = Math.Max(nowUs, _freeAtUs);
        var queuedBytes = (startUs - nowUs) * conditions.RateBps / BitsPerByte / MicrosecondsPerSecond;
        if (queuedBytes + length > conditions.QueueBytes)
            return false;
        passedUs = _freeAtUs = startUs + (long)length * BitsPerByte * MicrosecondsPerSecond / conditions.RateBps;
        return true;
    }

    private bool IsLost(LinkConditions conditions, Random random)
    {
        var isLost = random.NextDouble() < conditions.LossRate;
        if (conditions.Bursts is not { } bursts)
            return isLost;
        _isBad = random.NextDouble() < (_isBad ? 1 - bursts.TurnsGood : bursts.TurnsBad);
        return isLost | (_isBad && random.NextDouble() < bursts.LossWhileBad);
    }
}
