using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>Writes transport feedback (layout: <see cref="TransportFeedback"/>) from a dense list of arrival times.</summary>
public static class TransportFeedbackWriter
{
    private const int MaxSmallDelta = byte.MaxValue;

    /// <summary>
    /// Writes one packet about the sequence numbers from <paramref name="baseSequenceNumber"/> on. Returns its length, or
    /// 0 if none of the packets arrived or there is no room.
    /// </summary>
    /// <param name="arrivalsUs">Arrival time of each number in turn, or <see cref="TransportFeedback.NotReceived"/>.</param>
    /// <param name="consumed">
    /// How many numbers the packet covers: fewer than given if it is full or if two neighbours arrived more than
    /// 8 s apart. Write the rest into another packet.
    /// </param>
    public static int Write(
        Span<byte> destination,
        uint senderSsrc,
        uint mediaSsrc,
        ushort baseSequenceNumber,
        byte feedbackCount,
        ReadOnlySpan<long> arrivalsUs,
        out int consumed)
    {
        consumed = 0;
        if (arrivalsUs.Length > ushort.MaxValue)
            arrivalsUs = arrivalsUs[..ushort.MaxValue];
        if (!TryFindReference(arrivalsUs, out var referenceTime))
            return 0;

        var room = destination.Length / RtcpHeader.WordLength * RtcpHeader.WordLength;
        var reference = referenceTime * TransportFeedback.DeltasPerReference;
        var chunksEnd = TransportFeedback.ChunksOffset;
        var deltasLength = 0;
        var state = new Progress { LastDeltas = reference };
        while (state.Index < arrivalsUs.Length)
        {
            var before = state;
            var chunk = NextChunk(arrivalsUs, ref state, out var chunkDeltasLength);
            if (state.Index == before.Index || chunksEnd + TransportFeedback.ChunkLength + deltasLength + chunkDeltasLength > room)
            {
                state = before;
                break;
            }

            BinaryPrimitives.WriteUInt16BigEndian(destination[chunksEnd..], chunk);
            chunksEnd += TransportFeedback.ChunkLength;
            deltasLength += chunkDeltasLength;
        }

        // A packet that says only "lost" has no time to refer to.
        if (deltasLength == 0)
            return 0;

        consumed = state.Index;
        WriteDeltas(destination[chunksEnd..], arrivalsUs[..consumed], reference);
        var length = Pad(destination, chunksEnd + deltasLength);
        BinaryPrimitives.WriteUInt16BigEndian(destination[TransportFeedback.BaseSequenceNumberOffset..], baseSequenceNumber);
        BinaryPrimitives.WriteUInt16BigEndian(destination[TransportFeedback.StatusCountOffset..], (ushort)consumed);
        BinaryPrimitives.WriteUInt32BigEndian(destination[TransportFeedback.ReferenceTimeOffset..], (uint)referenceTime << 8 | feedbackCount);
        RtcpHeader.WriteFeedback(destination, RtcpHeader.TransportWideFormat, RtcpPacketType.TransportFeedback, length, senderSsrc, mediaSsrc);
        if (length > chunksEnd + deltasLength)
            destination[RtcpHeader.FlagsOffset] |= RtcpHeader.PaddingFlag;
        return length;
    }

    private static bool TryFindReference(ReadOnlySpan<long> arrivalsUs, out long referenceTime)
    {
        foreach (var arrivalUs in arrivalsUs)
        {
            if (arrivalUs == TransportFeedback.NotReceived)
                continue;
            referenceTime = FloorDivide(arrivalUs, TransportFeedback.ReferenceTimeUs);
            return true;
        }

        referenceTime = 0;
        return false;
    }

    /// <summary>Picks the chunk kind that covers most statuses from here on, and moves past them.</summary>
    private static ushort NextChunk(ReadOnlySpan<long> arrivalsUs, ref Progress state, out int deltasLength)
    {
        var look = state;
        var symbols = 0u; // two bits each, the first one highest, for a vector
        var run = 0;
        var runSymbol = -1;
        var seen = 0;
        var hasLarge = false;
        while (seen < TransportFeedback.OneBitSymbols && TryNextSymbol(arrivalsUs, ref look, out var symbol))
        {
            if (seen == run && (run == 0 || symbol == runSymbol))
            {
                runSymbol = symbol;
                run++;
            }

            symbols |= (uint)symbol << 2 * (TransportFeedback.OneBitSymbols - 1 - seen);
            hasLarge |= symbol == TransportFeedback.SymbolLargeDelta;
            seen++;
        }

        var vectorLength = Math.Min(seen, hasLarge ? TransportFeedback.TwoBitSymbols : TransportFeedback.OneBitSymbols);
        deltasLength = 0;
        if (run >= vectorLength)
            return RunChunk(arrivalsUs, ref state, runSymbol, out deltasLength);

        var chunk = hasLarge
            ? (uint)TransportFeedback.VectorFlag | TransportFeedback.TwoBitFlag | symbols >> 2 * TransportFeedback.TwoBitSymbols
            : TransportFeedback.VectorFlag;
        for (var i = 0; i < vectorLength; i++)
        {
            TryNextSymbol(arrivalsUs, ref state, out var symbol);
            deltasLength += symbol;
            if (!hasLarge)
                chunk |= (uint)symbol << (TransportFeedback.OneBitSymbols - 1 - i);
        }

        return (ushort)chunk;
    }

    private static ushort RunChunk(ReadOnlySpan<long> arrivalsUs, ref Progress state, int runSymbol, out int deltasLength)
    {
        var run = 0;
        while (run < TransportFeedback.MaxRunLength)
        {
            var look = state;
            if (!TryNextSymbol(arrivalsUs, ref look, out var symbol) || symbol != runSymbol)
                break;
            state = look;
            run++;
        }

        deltasLength = run * Math.Max(runSymbol, 0);
        return (ushort)(Math.Max(runSymbol, 0) << TransportFeedback.RunSymbolShift | run);
    }

    /// <summary>False: the end, or a delta that 16 bits do not hold.</summary>
    private static bool TryNextSymbol(ReadOnlySpan<long> arrivalsUs, ref Progress state, out int symbol)
    {
        symbol = TransportFeedback.SymbolNotReceived;
        if (state.Index == arrivalsUs.Length)
            return false;

        var arrivalUs = arrivalsUs[state.Index];
        if (arrivalUs != TransportFeedback.NotReceived)
        {
            var deltas = FloorDivide(arrivalUs, TransportFeedback.DeltaUs);
            var delta = deltas - state.LastDeltas;
            if (delta is < short.MinValue or > short.MaxValue)
                return false;
            state.LastDeltas = deltas;
            symbol = delta is >= 0 and <= MaxSmallDelta ? TransportFeedback.SymbolSmallDelta : TransportFeedback.SymbolLargeDelta;
        }

        state.Index++;
        return true;
    }

    private static void WriteDeltas(Span<byte> destination, ReadOnlySpan<long> arrivalsUs, long lastDeltas)
    {
        var position = 0;
        foreach (var arrivalUs in arrivalsUs)
        {
            if (arrivalUs == TransportFeedback.NotReceived)
                continue;
            var deltas = FloorDivide(arrivalUs, TransportFeedback.DeltaUs);
            var delta = deltas - lastDeltas;
            lastDeltas = deltas;
            if (delta is >= 0 and <= MaxSmallDelta)
            {
                destination[position++] = (byte)delta;
                continue;
            }

            BinaryPrimitives.WriteInt16BigEndian(destination[position..], (short)delta);
            position += sizeof(short);
        }
    }

    /// <summary>Zeros and a count up to the word boundary, marked by the P bit, as libwebrtc does.</summary>
    private static int Pad(Span<byte> destination, int length)
    {
        var padding = -length & (RtcpHeader.WordLength - 1);
        if (padding == 0)
            return length;
        destination.Slice(length, padding).Clear();
        destination[length + padding - 1] = (byte)padding;
        return length + padding;
    }

    private static long FloorDivide(long value, int divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? quotient - 1 : quotient;
    }

    private struct Progress
    {
        public int Index;
        public long LastDeltas;
    }
}
