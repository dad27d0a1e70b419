using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>
/// Full intra request (RFC 5104 §4.3.1): a key frame from each listed source; a repeated sequence number repeats the
/// request. The media SSRC of the feedback header is unused and 0.
/// </summary>
/// <remarks><code>
/// |                              SSRC                             |
/// | Seq nr.       |    Reserved                                   |   ... more entries
/// </code></remarks>
public ref struct FullIntraRequestReader
{
    private ReadOnlySpan<byte> _entries;

    private FullIntraRequestReader(uint senderSsrc, ReadOnlySpan<byte> entries)
    {
        SenderSsrc = senderSsrc;
        _entries = entries;
    }

    public uint SenderSsrc { get; }

    public static bool TryRead(scoped in RtcpPacketReader packet, out FullIntraRequestReader reader)
    {
        reader = default;
        if (!packet.IsFeedback(RtcpPacketType.PayloadFeedback, RtcpHeader.FullIntraFormat))
            return false;
        reader = new FullIntraRequestReader(packet.SenderSsrc, packet.FeedbackBody);
        return true;
    }

    public bool TryReadNext(out uint mediaSsrc, out byte sequenceNumber)
    {
        (mediaSsrc, sequenceNumber) = (0, 0);
        if (_entries.Length < FullIntraRequest.EntryLength)
            return false;
        mediaSsrc = BinaryPrimitives.ReadUInt32BigEndian(_entries);
        sequenceNumber = _entries[FullIntraRequest.SequenceNumberOffset];
        _entries = _entries[FullIntraRequest.EntryLength..];
        return true;
    }
}

/// <summary>Writes a request to one source (layout: <see cref="FullIntraRequestReader"/>).</summary>
public static class FullIntraRequest
{
    public const int Length = RtcpHeader.FeedbackLength + EntryLength;

    internal const int EntryLength = 8;
    internal const int SequenceNumberOffset = 4;

    /// <param name="sequenceNumber">One more for each new request, the same for a repetition.</param>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, byte sequenceNumber)
    {
        RtcpHeader.WriteFeedback(destination, RtcpHeader.FullIntraFormat, RtcpPacketType.PayloadFeedback, Length, senderSsrc, mediaSsrc: 0);
        var entry = destination.Slice(RtcpHeader.FeedbackLength, EntryLength);
        entry.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(entry, mediaSsrc);
        entry[SequenceNumberOffset] = sequenceNumber;
        return Length;
    }
}
