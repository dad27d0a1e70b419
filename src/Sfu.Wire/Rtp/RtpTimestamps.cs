namespace Sfu.Wire.Rtp;

/// <summary>32-bit RTP timestamps that wrap, as 64-bit ones that do not.</summary>
public static class RtpTimestamps
{
    /// <summary>The timestamp with these low 32 bits that is nearest to <paramref name="lastExtended"/>: at most 2^31 - 1 ahead or 2^31 behind.</summary>
    public static long Extend(long lastExtended, uint timestamp) => lastExtended + (int)(timestamp - (uint)lastExtended);

    /// <summary>True if <paramref name="a"/> comes after <paramref name="b"/>, by less than half the number space.</summary>
    public static bool IsNewer(uint a, uint b) => (int)(a - b) > 0;
}
