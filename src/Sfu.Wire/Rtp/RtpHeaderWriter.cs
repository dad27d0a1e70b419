using System.Buffers.Binary;

namespace Sfu.Wire.Rtp;

/// <summary>
/// Writes a fresh RTP header, or single fields of a header already in the buffer (layout: <see cref="RtpHeader"/>).
/// The caller owns the buffer and guarantees that it holds a header.
/// </summary>
public static class RtpHeaderWriter
{
    /// <summary>Writes the fixed header without padding, extension and CSRCs; returns its length.</summary>
    public static int Write(Span<byte> packet, bool marker, byte payloadType, ushort sequenceNumber, uint timestamp, uint ssrc)
    {
        packet[RtpHeader.FlagsOffset] = RtpHeader.Version << RtpHeader.VersionShift;
        packet[RtpHeader.MarkerAndPayloadTypeOffset] = (byte)((marker ? RtpHeader.MarkerFlag : 0) | (payloadType & RtpHeader.PayloadTypeMask));
        WriteSequenceNumber(packet, sequenceNumber);
        WriteTimestamp(packet, timestamp);
        WriteSsrc(packet, ssrc);
        return RtpHeader.FixedLength;
    }

    public static void WriteMarker(Span<byte> packet, bool marker)
    {
        ref var field = ref packet[RtpHeader.MarkerAndPayloadTypeOffset];
        field = (byte)(marker ? field | RtpHeader.MarkerFlag : field & RtpHeader.PayloadTypeMask);
    }

    public static void WritePayloadType(Span<byte> packet, byte payloadType)
    {
        ref var field = ref packet[RtpHeader.MarkerAndPayloadTypeOffset];
        field = (byte)((field & RtpHeader.MarkerFlag) | (payloadType & RtpHeader.PayloadTypeMask));
    }

    public static void WriteSequenceNumber(Span<byte> packet, ushort sequenceNumber) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[RtpHeader.SequenceNumberOffset..], sequenceNumber);

    public static void WriteTimestamp(Span<byte> packet, uint timestamp) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[RtpHeader.TimestampOffset..], timestamp);

    public static void WriteSsrc(Span<byte> packet, uint ssrc) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[RtpHeader.SsrcOffset..], ssrc);

    /// <summary>Says how many CSRCs follow the fixed header; <see cref="WriteCsrc"/> fills them.</summary>
    /// <param name="count">0 to 15.</param>
    public static void WriteCsrcCount(Span<byte> packet, int count)
    {
        ref var field = ref packet[RtpHeader.FlagsOffset];
        field = (byte)((field & ~RtpHeader.CsrcCountMask) | (count & RtpHeader.CsrcCountMask));
    }

    public static void WriteCsrc(Span<byte> packet, int index, uint csrc) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[(RtpHeader.CsrcOffset + index * RtpHeader.CsrcLength)..], csrc);

    /// <summary>Adds <paramref name="paddingLength"/> bytes behind <paramref name="length"/> and sets the P bit; returns the new length.</summary>
    /// <param name="paddingLength">1 to 255; the last byte carries the count.</param>
    public static int AppendPadding(Span<byte> packet, int length, byte paddingLength)
    {
        ArgumentOutOfRangeException.ThrowIfZero(paddingLength);
        packet.Slice(length, paddingLength - 1).Clear();
        packet[length + paddingLength - 1] = paddingLength;
        packet[RtpHeader.FlagsOffset] |= RtpHeader.PaddingFlag;
        return length + paddingLength;
    }
}
