namespace Sfu.Wire.Rtcp;

/// <summary>
/// Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01 §3.1): which packets of a
/// transport arrived, and when.
/// </summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|P|  FMT=15 |    PT=205     |           length              |
/// |                     SSRC of packet sender                     |
/// |                      SSRC of media source                     |
/// |      base sequence number     |      packet status count      |
/// |                 reference time                | fb pkt. count |
/// |          packet chunk         |         packet chunk          |
/// |   ... packet chunks, then receive deltas, then padding        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// run length chunk:     |0| S |      run length (13 bits)         |
/// vector, one bit each: |1|0| 14 symbols: received or not         |
/// vector, two bits each:|1|1| 7 symbols                           |
/// </code></remarks>
public static class TransportFeedback
{
    /// <summary>One unit of a receive delta.</summary>
    public const int DeltaUs = 250;

    /// <summary>One unit of the reference time.</summary>
    public const int ReferenceTimeUs = 64_000;

    /// <summary>Stands for the arrival time of a packet that did not arrive.</summary>
    public const long NotReceived = long.MinValue;

    internal const int BaseSequenceNumberOffset = 12;
    internal const int StatusCountOffset = 14;
    internal const int ReferenceTimeOffset = 16;
    internal const int FeedbackCountOffset = 19;
    internal const int ChunksOffset = 20;
    internal const int ChunkLength = 2;

    internal const int SymbolNotReceived = 0;
    internal const int SymbolSmallDelta = 1; // 8 bits, unsigned
    internal const int SymbolLargeDelta = 2; // 16 bits, signed
    internal const int SymbolReserved = 3;

    internal const ushort VectorFlag = 0x8000;
    internal const ushort TwoBitFlag = 0x4000;
    internal const int RunSymbolShift = 13;
    internal const int SymbolMask = 0x3;
    internal const ushort MaxRunLength = 0x1FFF;
    internal const int OneBitSymbols = 14;
    internal const int TwoBitSymbols = 7;

    internal const int ReferenceTimeBits = 24;
    internal const int DeltasPerReference = ReferenceTimeUs / DeltaUs;

    /// <summary>The reference time, which wraps every 12.4 days, as the 64-bit number nearest to the one before (both in units of 64 ms).</summary>
    public static long ExtendReferenceTime(long lastExtended, int referenceTime)
    {
        const int Unused = 32 - ReferenceTimeBits;
        var difference = referenceTime - (int)lastExtended;
        return lastExtended + (difference << Unused >> Unused);
    }

    /// <summary>How many statuses a chunk holds; a run length of 0 is legal and holds none.</summary>
    internal static int Capacity(ushort chunk) => (chunk & VectorFlag) == 0
        ? chunk & MaxRunLength
        : (chunk & TwoBitFlag) == 0 ? OneBitSymbols : TwoBitSymbols;

    /// <param name="index">0 to <see cref="Capacity"/> - 1.</param>
    internal static int Symbol(ushort chunk, int index)
    {
        if ((chunk & VectorFlag) == 0)
            return chunk >> RunSymbolShift & SymbolMask;
        return (chunk & TwoBitFlag) == 0
            ? chunk >> (OneBitSymbols - 1 - index) & 1
            : chunk >> (TwoBitSymbols - 1 - index) * 2 & SymbolMask;
    }
}
