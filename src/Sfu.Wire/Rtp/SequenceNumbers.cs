namespace Sfu.Wire.Rtp;

/// <summary>
/// 16-bit numbers that wrap (RTP sequence numbers, transport-wide sequence numbers) as 64-bit ones that do not.
/// </summary>
public static class SequenceNumbers
{
    /// <summary>
    /// The number with these low 16 bits that is nearest to <paramref name="lastExtended"/>: at most 32767 ahead or 32768 behind.
    /// Start from <c>seq + 65536</c> where a packet older than the first must not become negative.
    /// </summary>
    public static long Extend(long lastExtended, ushort seq) => lastExtended + (short)(seq - (ushort)lastExtended);

    /// <summary>True if <paramref name="a"/> comes after <paramref name="b"/>, by less than half the number space.</summary>
    public static bool IsNewer(ushort a, ushort b) => (short)(a - b) > 0;
}
