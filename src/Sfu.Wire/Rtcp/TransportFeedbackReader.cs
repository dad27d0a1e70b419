using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>
/// Walks the packet statuses of a transport feedback (layout: <see cref="TransportFeedback"/>). <see cref="TryRead"/>
/// goes through all chunks once, so that a feedback which does not add up is refused before any of it is used.
/// </summary>
public ref struct TransportFeedbackReader
{
    private readonly ReadOnlySpan<byte> _packet;
    private int _chunkOffset;
    private int _deltaOffset;
    private ushort _chunk;
    private int _chunkIndex;
    private int _chunkCapacity;
    private int _read;
    private long _arrivalDeltas;

    private TransportFeedbackReader(ReadOnlySpan<byte> packet)
    {
        _packet = packet;
        _chunkOffset = TransportFeedback.ChunksOffset;
    }

    public readonly uint SenderSsrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[RtcpHeader.SenderSsrcOffset..]);

    public readonly uint MediaSsrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[RtcpHeader.MediaSsrcOffset..]);

    public readonly ushort BaseSequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_packet[TransportFeedback.BaseSequenceNumberOffset..]);

    /// <summary>Statuses in the packet, 1 to 65535; the sequence numbers from the base on.</summary>
    public readonly int StatusCount => BinaryPrimitives.ReadUInt16BigEndian(_packet[TransportFeedback.StatusCountOffset..]);

    /// <summary>24 bits in units of 64 ms on the receiver's clock; see <see cref="TransportFeedback.ExtendReferenceTime"/>.</summary>
    public readonly int ReferenceTime => (int)(BinaryPrimitives.ReadUInt32BigEndian(_packet[TransportFeedback.ReferenceTimeOffset..]) >> 8);

    /// <summary>Counts the feedbacks, so that a lost one is noticed.</summary>
    public readonly byte FeedbackCount => _packet[TransportFeedback.FeedbackCountOffset];

    /// <summary>False: not a transport feedback, no status, chunks or deltas past the end, or the reserved symbol.</summary>
    public static bool TryRead(scoped in RtcpPacketReader packet, out TransportFeedbackReader reader)
    {
        reader = default;
        if (!packet.IsFeedback(RtcpPacketType.TransportFeedback, RtcpHeader.TransportWideFormat) ||
            packet.FeedbackBody.Length < TransportFeedback.ChunksOffset - RtcpHeader.FeedbackLength)
        {
            return false;
        }

        var bytes = packet.Packet[..(RtcpHeader.FeedbackLength + packet.FeedbackBody.Length)];
        var candidate = new TransportFeedbackReader(bytes);
        if (candidate.StatusCount == 0 || !candidate.TryMeasure(out var chunksEnd))
            return false;
        candidate._deltaOffset = chunksEnd;
        reader = candidate;
        return true;
    }

    /// <summary>The next sequence number from the base on. False: all were read.</summary>
    /// <param name="arrivalUs">Arrival in µs after <see cref="ReferenceTime"/> (before it, if negative), or <see cref="TransportFeedback.NotReceived"/>.</param>
    public bool TryReadNext(out ushort sequenceNumber, out long arrivalUs)
    {
        sequenceNumber = 0;
        arrivalUs = TransportFeedback.NotReceived;
        if (_read == StatusCount)
            return false;

        while (_chunkIndex == _chunkCapacity)
        {
            _chunk = BinaryPrimitives.ReadUInt16BigEndian(_packet[_chunkOffset..]);
            _chunkOffset += TransportFeedback.ChunkLength;
            _chunkCapacity = TransportFeedback.Capacity(_chunk);
            _chunkIndex = 0;
        }

        sequenceNumber = (ushort)(BaseSequenceNumber + _read++);
        switch (TransportFeedback.Symbol(_chunk, _chunkIndex++))
        {
            case TransportFeedback.SymbolSmallDelta:
                _arrivalDeltas += _packet[_deltaOffset];
                _deltaOffset += sizeof(byte);
                break;
            case TransportFeedback.SymbolLargeDelta:
                _arrivalDeltas += BinaryPrimitives.ReadInt16BigEndian(_packet[_deltaOffset..]);
                _deltaOffset += sizeof(short);
                break;
            default:
                return true;
        }

        arrivalUs = _arrivalDeltas * TransportFeedback.DeltaUs;
        return true;
    }

    /// <summary>Like <see cref="TryReadNext"/>, but passes over what did not arrive; a run of thousands of losses costs one step.</summary>
    public bool TryReadNextReceived(out ushort sequenceNumber, out long arrivalUs)
    {
        do
        {
            if ((_chunk & (TransportFeedback.VectorFlag | TransportFeedback.SymbolMask << TransportFeedback.RunSymbolShift)) == 0)
            {
                var skipped = Math.Min(_chunkCapacity - _chunkIndex, StatusCount - _read);
                _chunkIndex += skipped;
                _read += skipped;
            }

            if (!TryReadNext(out sequenceNumber, out arrivalUs))
                return false;
        }
        while (arrivalUs == TransportFeedback.NotReceived);

        return true;
    }

    private readonly bool TryMeasure(out int chunksEnd)
    {
        chunksEnd = TransportFeedback.ChunksOffset;
        var left = StatusCount;
        var deltasLength = 0;
        while (left > 0)
        {
            if (chunksEnd + TransportFeedback.ChunkLength > _packet.Length)
                return false;
            var chunk = BinaryPrimitives.ReadUInt16BigEndian(_packet[chunksEnd..]);
            chunksEnd += TransportFeedback.ChunkLength;
            // A run may be longer than what is left (libwebrtc writes such), as a vector may have unused symbols.
            var used = Math.Min(left, TransportFeedback.Capacity(chunk));
            left -= used;
            if (!TryMeasure(chunk, used, ref deltasLength))
                return false;
        }

        return chunksEnd + deltasLength <= _packet.Length;
    }

    private static bool TryMeasure(ushort chunk, int used, ref int deltasLength)
    {
        // A symbol's number is the length of its delta, but for the reserved one.
        if ((chunk & TransportFeedback.VectorFlag) == 0)
        {
            var symbol = TransportFeedback.Symbol(chunk, 0);
            deltasLength += symbol * used;
            return symbol != TransportFeedback.SymbolReserved || used == 0;
        }

        for (var i = 0; i < used; i++)
        {
            var symbol = TransportFeedback.Symbol(chunk, i);
            if (symbol == TransportFeedback.SymbolReserved)
                return false;
            deltasLength += symbol;
        }

        return true;
    }
}
