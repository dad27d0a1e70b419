namespace Sfu.WebRtc.Srtp;

/// <summary>Guesses the rollover counter a received sequence number belongs to (RFC 3711 §3.3.1 and appendix A).</summary>
internal static class RolloverCounter
{
    private const int HalfRange = 1 << 15;

    /// <summary>The 48-bit index closest to the highest one received, never below 0.</summary>
    public static ulong Guess(ulong highestIndex, ushort sequenceNumber)
    {
        var highest = (ushort)highestIndex;
        var rollover = highestIndex >> 16;
        if (highest < HalfRange)
        {
            if (sequenceNumber - highest > HalfRange && rollover > 0)
                rollover--;
        }
        else if (highest - HalfRange > sequenceNumber)
        {
            rollover++;
        }

        return ((rollover & uint.MaxValue) << 16) | sequenceNumber;
    }
}
