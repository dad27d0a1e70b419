using System.Buffers.Binary;
using System.Numerics;

namespace Sfu.Wire.Rtcp;

/// <summary>Generic NACK (RFC 4585 §6.2.1): sequence numbers the receiver misses.</summary>
/// <remarks><code>
/// |            PID                |             BLP               |   ... more entries
/// </code>PID is missing, and PID + i + 1 for each bit i of BLP.</remarks>
public ref struct NackReader
{
    internal const int EntryLength = 4;
    internal const int BitmaskOffset = 2;

    private ReadOnlySpan<byte> _entries;
    private ushort _packetId;
    private uint _bits;

    private NackReader(uint senderSsrc, uint mediaSsrc, ReadOnlySpan<byte> entries)
    {
        SenderSsrc = senderSsrc;
        MediaSsrc = mediaSsrc;
        _entries = entries;
    }

    public uint SenderSsrc { get; }

    public uint MediaSsrc { get; }

    public static bool TryRead(scoped in RtcpPacketReader packet, out NackReader reader)
    {
        reader = default;
        if (!packet.IsFeedback(RtcpPacketType.TransportFeedback, RtcpHeader.NackFormat))
            return false;
        reader = new NackReader(packet.SenderSsrc, packet.MediaSsrc, packet.FeedbackBody);
        return true;
    }

    /// <summary>The next missing number, in the order of the packet; a number may come twice.</summary>
    public bool TryReadNext(out ushort sequenceNumber)
    {
        if (_bits == 0)
        {
            sequenceNumber = 0;
            if (_entries.Length < EntryLength)
                return false;
            _packetId = BinaryPrimitives.ReadUInt16BigEndian(_entries);
            // Bit 0 stands for the PID itself, so one loop serves both.
            _bits = (uint)BinaryPrimitives.ReadUInt16BigEndian(_entries[BitmaskOffset..]) << 1 | 1;
            _entries = _entries[EntryLength..];
        }

        sequenceNumber = (ushort)(_packetId + BitOperations.TrailingZeroCount(_bits));
        _bits &= _bits - 1;
        return true;
    }
}
