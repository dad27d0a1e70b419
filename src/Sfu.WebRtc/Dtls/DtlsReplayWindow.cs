namespace Sfu.WebRtc.Dtls;

/// <summary>The sliding window of RFC 6347 §4.1.2.6 over the last 64 sequence numbers. Accept only what has verified.</summary>
internal struct DtlsReplayWindow
{
    private const int Size = 64;

    // Bit i says whether _next - 1 - i was accepted.
    private ulong _accepted;
    private ulong _next;

    public readonly bool IsNew(ulong sequenceNumber)
    {
        if (sequenceNumber >= _next)
            return true;
        var age = _next - 1 - sequenceNumber;
        return age < Size && (_accepted >> (int)age & 1) == 0;
    }

    public void Accept(ulong sequenceNumber)
    {
        if (sequenceNumber < _next)
        {
            _accepted |= 1UL << (int)(_next - 1 - sequenceNumber);
            return;
        }

        var advance = sequenceNumber + 1 - _next;
        _accepted = (advance < Size ? _accepted << (int)advance : 0) | 1;
        _next = sequenceNumber + 1;
    }
}
