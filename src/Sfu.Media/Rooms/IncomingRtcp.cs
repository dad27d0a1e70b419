using Sfu.Media.Ingress;
using Sfu.Media.Slots;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Rooms;

/// <summary>
/// Reads a participant's RTCP and hands each part to whom it concerns: its sender reports to its own streams, its
/// feedback to its slots, and through them to the publishers behind. Goodbyes end nothing. Owned by one participant.
/// </summary>
internal sealed class IncomingRtcp(Publisher publisher, Subscriber subscriber, MediaCounters counters)
{
    /// <summary>Numbers taken from one NACK; more than a receiver can miss of what the log holds.</summary>
    private const int MaxNacksPerPacket = 1024;

    private bool _urgent;

    /// <summary>True once after something that should not wait for the next tick.</summary>
    public bool TakeUrgent()
    {
        var urgent = _urgent;
        _urgent = false;
        return urgent;
    }

    public void Receive(ReadOnlySpan<byte> compound, long nowUs, ref RoundTrip roundTrip)
    {
        counters.RtcpReceived++;
        var reader = new RtcpCompoundReader(compound);
        var count = 0;
        while (reader.TryReadNext(out var packet))
        {
            count++;
            switch (packet.Type)
            {
                case RtcpPacketType.SenderReport when SenderReport.TryRead(packet, out var report, out var blocks):
                    publisher.ReceiveReport(report, nowUs);
                    ReadBlocks(ref blocks, nowUs, ref roundTrip);
                    break;
                case RtcpPacketType.ReceiverReport when ReceiverReport.TryRead(packet, out _, out var blocks):
                    ReadBlocks(ref blocks, nowUs, ref roundTrip);
                    break;
                case RtcpPacketType.TransportFeedback:
                    ReadNack(packet);
                    break;
                case RtcpPacketType.PayloadFeedback:
                    ReadPayloadFeedback(packet);
                    break;
            }
        }

        if (count == 0)
            counters.Drop(DropReason.MalformedRtcp);
    }

    private void ReadBlocks(ref ReportBlockReader blocks, long nowUs, ref RoundTrip roundTrip)
    {
        while (blocks.TryReadNext(out var block))
        {
            if (subscriber.FindSlot(block.Ssrc) is { } slot && slot.TryGetRoundTrip(block, nowUs, out var us))
                roundTrip.Measured(us);
        }
    }

    private void ReadNack(in RtcpPacketReader packet)
    {
        if (!NackReader.TryRead(packet, out var nack) || subscriber.FindSlot(nack.MediaSsrc) is not { } slot)
            return;
        _urgent = true;
        for (var read = 0; read < MaxNacksPerPacket && nack.TryReadNext(out var sequenceNumber); read++)
        {
            counters.NacksReceived++;
            subscriber.AskAgain(slot, sequenceNumber);
        }
    }

    private void ReadPayloadFeedback(in RtcpPacketReader packet)
    {
        if (PictureLossIndication.TryRead(packet, out var loss))
        {
            AskForKeyframe(loss.MediaSsrc);
            return;
        }

        if (!FullIntraRequestReader.TryRead(packet, out var request))
            return;
        while (request.TryReadNext(out var mediaSsrc, out _))
            AskForKeyframe(mediaSsrc);
    }

    private void AskForKeyframe(uint slotSsrc)
    {
        counters.KeyframeRequestsReceived++;
        if (subscriber.FindSlot(slotSsrc) is not { } slot || (slot.AwaitsKeyframeOf ?? slot.Current) is not { } stream || stream.Source.IsAudio)
            return;
        stream.Keyframes.Ask();
        _urgent = true;
    }
}
