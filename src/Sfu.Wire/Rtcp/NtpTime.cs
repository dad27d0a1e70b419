namespace Sfu.Wire.Rtcp;

/// <summary>NTP timestamps as RTCP uses them: 32 bits of seconds, 32 of fraction; compact: the middle 32 bits (RFC 3550 §4).</summary>
public static class NtpTime
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const int FractionBits = 32;
    private const int CompactFractionBits = 16;

    // LSR and DLSR are each cut to 1/65536 s; a peer on the same machine may come out a little below zero. 1 ms.
    private const int RoundingSlack = 66;

    /// <summary>Any clock of microseconds, monotonic ones included: receivers only compare and echo the value.</summary>
    public static ulong FromMicroseconds(long timeUs)
    {
        var (seconds, rest) = Math.DivRem(timeUs, MicrosecondsPerSecond);
        return (ulong)seconds << FractionBits | (ulong)((rest << FractionBits) / MicrosecondsPerSecond);
    }

    public static long ToMicroseconds(ulong ntp) =>
        (long)(ntp >> FractionBits) * MicrosecondsPerSecond + (long)((ntp & uint.MaxValue) * MicrosecondsPerSecond >> FractionBits);

    /// <summary>What a report block echoes as LSR.</summary>
    public static uint ToCompact(ulong ntp) => (uint)(ntp >> CompactFractionBits);

    /// <summary>A duration in 1/65536 s, as DLSR has it; saturates at 18 hours.</summary>
    public static uint CompactFromMicroseconds(long durationUs) =>
        (uint)Math.Clamp((durationUs << CompactFractionBits) / MicrosecondsPerSecond, 0, uint.MaxValue);

    public static long CompactToMicroseconds(uint compact) => compact * MicrosecondsPerSecond >> CompactFractionBits;

    /// <summary>
    /// Round trip from a report block that answers our SR (RFC 3550 §6.4.1). False: no SR was echoed, or the values
    /// contradict each other.
    /// </summary>
    /// <param name="nowNtp">Now, on the clock whose time was put into the SR.</param>
    public static bool TryGetRoundTrip(ulong nowNtp, uint lastSenderReport, uint delaySinceLastSenderReport, out long roundTripUs)
    {
        var elapsed = ToCompact(nowNtp) - lastSenderReport;
        var roundTrip = (int)(elapsed - delaySinceLastSenderReport);
        roundTripUs = 0;
        if (lastSenderReport == 0 || roundTrip < -RoundingSlack)
            return false;
        roundTripUs = CompactToMicroseconds((uint)Math.Max(0, roundTrip));
        return true;
    }
}
