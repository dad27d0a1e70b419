namespace Sfu.Media.Ingress;

/// <summary>
/// Loss and jitter of one publisher stream for report blocks, as RFC 3550 §6.4.1 and appendices A.3 and A.8 compute them.
/// Counts what came on the stream itself; retransmissions on an RTX stream do not mend the report. Owned by one publisher stream.
/// </summary>
internal struct ReceptionStatistics(int clockRate)
{
    /// <summary>Cumulative loss is a signed 24-bit field.</summary>
    private const long MaxCumulativeLost = 0x7F_FFFF;

    private readonly int _clockRate = clockRate;
    private long _first;
    private long _highest;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private long _transit;
    private long _jitterSixteenths;
    private bool _started;

    /// <summary>Cycles and highest sequence number received.</summary>
    public readonly uint HighestSequence => (uint)(_highest - (_first & ~0xFFFFL));

    public readonly uint Jitter => (uint)(_jitterSixteenths >> 4);

    public readonly bool IsStarted => _started;

    public readonly int CumulativeLost => (int)Math.Clamp(Expected - _received, -MaxCumulativeLost, MaxCumulativeLost);

    private readonly long Expected => _highest - _first + 1;

    public void Received(long sequence, uint timestamp, long nowUs)
    {
        var transit = nowUs * _clockRate / 1_000_000 - timestamp;
        if (!_started)
        {
            _started = true;
            _first = _highest = sequence;
            _transit = transit;
        }

        _received++;
        _highest = Math.Max(_highest, sequence);

        // The difference is taken modulo 2^32, as the timestamps are.
        var difference = Math.Abs((long)(int)(transit - _transit));
        _transit = transit;
        _jitterSixteenths += difference - ((_jitterSixteenths + 8) >> 4);
    }

    /// <summary>The share lost since the last call in 1/256, and begins a new interval.</summary>
    public byte TakeFractionLost()
    {
        var expected = Expected - _expectedBefore;
        var lost = expected - (_received - _receivedBefore);
        _expectedBefore = Expected;
        _receivedBefore = _received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min((lost << 8) / expected, byte.MaxValue);
    }
}
