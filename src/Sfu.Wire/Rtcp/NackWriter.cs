using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>Writes a generic NACK (layout: <see cref="NackReader"/>).</summary>
public static class NackWriter
{
    private const int BitmaskBits = 16;

    /// <summary>
    /// Packs missing numbers, given in ascending order modulo 2^16, into as few entries as they need. Returns the
    /// packet's length, or 0 if there is nothing to write or no room for one entry.
    /// </summary>
    /// <param name="consumed">How many numbers found room; write the others into another packet.</param>
    public static int Write(Span<byte> destination, uint senderSsrc, uint mediaSsrc, ReadOnlySpan<ushort> missing, out int consumed)
    {
        consumed = 0;
        var length = RtcpHeader.FeedbackLength;
        while (consumed < missing.Length && length + NackReader.EntryLength <= destination.Length)
        {
            var packetId = missing[consumed++];
            var bitmask = 0;
            while (consumed < missing.Length)
            {
                var distance = (ushort)(missing[consumed] - packetId);
                if (distance > BitmaskBits)
                    break;
                if (distance > 0)
                    bitmask |= 1 << (distance - 1);
                consumed++;
            }

            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], packetId);
            BinaryPrimitives.WriteUInt16BigEndian(destination[(length + NackReader.BitmaskOffset)..], (ushort)bitmask);
            length += NackReader.EntryLength;
        }

        if (consumed == 0)
            return 0;
        RtcpHeader.WriteFeedback(destination, RtcpHeader.NackFormat, RtcpPacketType.TransportFeedback, length, senderSsrc, mediaSsrc);
        return length;
    }
}
