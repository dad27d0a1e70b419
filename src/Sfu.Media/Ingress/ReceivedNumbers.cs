using Sfu.Wire.Rtp;

namespace Sfu.Media.Ingress;

internal enum NumberVerdict : byte
{
    Ok,

    /// <summary>The first number of a stream: nothing before it counts.</summary>
    First,

    /// <summary>Too far off; possibly the first sign of a restart.</summary>
    Stray,

    /// <summary>The second in a row that agrees on other numbers: the stream started anew.</summary>
    Restarted,
}

/// <summary>
/// Extends a publisher's 16-bit sequence numbers to 64 bits that never go back, across wraps and restarts of the stream
/// (RFC 3550 appendix A.1). Owned by one publisher stream.
/// </summary>
internal struct ReceivedNumbers()
{
    /// <summary>RFC 3550 appendix A.1 (MAX_DROPOUT): beyond this the stream started anew, if the next packet agrees.</summary>
    private const int MaxStep = 3000;

    private const long Cycle = 1 << 16;

    private long _highest;

    // One cycle up, so that nothing older than the first packet is negative.
    private long _base = Cycle;
    private ushort _restartAt;
    private bool _restartSuspected;

    public bool IsStarted { get; private set; }

    public NumberVerdict Extend(ushort sequence, out long extended)
    {
        if (!IsStarted)
        {
            IsStarted = true;
            extended = _highest = _base + sequence;
            return NumberVerdict.First;
        }

        extended = SequenceNumbers.Extend(_highest, sequence);
        if (Math.Abs(extended - _highest) <= MaxStep)
        {
            _restartSuspected = false;
            _highest = Math.Max(_highest, extended);
            return NumberVerdict.Ok;
        }

        if (_restartSuspected && sequence == _restartAt)
            return NumberVerdict.Restarted;
        _restartSuspected = true;
        _restartAt = (ushort)(sequence + 1);
        return NumberVerdict.Stray;
    }

    /// <summary>The number of a retransmission, which proves nothing about the stream itself. False: too far off.</summary>
    public readonly bool TryExtendOld(ushort sequence, out long extended)
    {
        extended = SequenceNumbers.Extend(_highest, sequence);
        return IsStarted && Math.Abs(extended - _highest) <= MaxStep;
    }

    /// <summary>The next stream's numbers begin above all that were given out, whatever its 16 bits are.</summary>
    public void Restart()
    {
        if (IsStarted)
            _base = ((_highest / Cycle) + 2) * Cycle;
        IsStarted = false;
        _restartSuspected = false;
    }
}
