namespace Sfu.Wire.Rtcp;

/// <summary>Picture loss indication (RFC 4585 §6.3.1): the media source is asked for a key frame. Only a feedback header.</summary>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    public const int Length = RtcpHeader.FeedbackLength;

    public static bool TryRead(scoped in RtcpPacketReader packet, out PictureLossIndication indication)
    {
        indication = default;
        if (!packet.IsFeedback(RtcpPacketType.PayloadFeedback, RtcpHeader.PictureLossFormat))
            return false;
        indication = new PictureLossIndication(packet.SenderSsrc, packet.MediaSsrc);
        return true;
    }

    public int Write(Span<byte> destination)
    {
        RtcpHeader.WriteFeedback(destination, RtcpHeader.PictureLossFormat, RtcpPacketType.PayloadFeedback, Length, SenderSsrc, MediaSsrc);
        return Length;
    }
}
