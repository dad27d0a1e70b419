using Sfu.Media.Egress;
using Sfu.Media.Retransmission;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Ingress;

/// <summary>
/// What a publisher is told about its own streams, in one RTCP compound per tick: report blocks, missing packets,
/// key-frame requests, transport-wide feedback. Owned by the room's loop.
/// </summary>
internal sealed class PublisherFeedback
{
    /// <summary>RFC 3550 §6.2 asks for no more than one per second at our session sizes; mediasoup, LiveKit: 1 s.</summary>
    private const long ReportIntervalUs = MonotonicTime.Second;

    /// <summary>What fits every path (IPv6's minimum of 1280 less headers and tag).</summary>
    private const int MaxCompoundLength = 1180;

    private const int MaxStreams = 8;
    private const int MaxNacksPerTick = 128;
    private const int NackEntryLength = 4;

    private readonly Publisher _publisher;
    private readonly uint _senderSsrc;
    private readonly ushort[] _missing = new ushort[MaxNacksPerTick];
    private readonly ReportBlock[] _blocks = new ReportBlock[MaxStreams];
    private long _nextReportUs;
    private long _nextTransportUs;

    /// <param name="senderSsrc">Under which we speak; one of ours in the offer.</param>
    public PublisherFeedback(Publisher publisher, uint senderSsrc)
    {
        _publisher = publisher;
        _senderSsrc = senderSsrc;
    }

    public void Write(long nowUs, long rttUs, EgressWriter egress, DatagramBatch output)
    {
        var compound = output.Reserve();
        var length = WriteReport(compound, nowUs);
        var worthSending = length > ReceiverReport.Length;

        foreach (var source in _publisher.Sources)
        {
            foreach (var stream in source.Layers)
            {
                if (stream.Ssrc == 0)
                    continue;
                length += WriteNack(compound[length..MaxCompoundLength], stream, nowUs, rttUs, egress.Counters);
                length += WriteKeyframeRequest(compound[length..MaxCompoundLength], stream, nowUs, egress.Counters);
            }
        }

        if (_publisher.Transport.IsPending && nowUs >= _nextTransportUs)
        {
            // Last in the compound, since libwebrtc pads it, and padding belongs to the last packet (RFC 3550 §6.4.1).
            var written = _publisher.Transport.Write(compound[length..MaxCompoundLength], _senderSsrc);
            length += written;
            if (written > 0 && !_publisher.Transport.IsPending)
                _nextTransportUs = nowUs + TwccReceiver.IntervalUs;
        }

        if (worthSending || length > ReceiverReport.Length)
            egress.SendRtcp(output, compound, length);
    }

    /// <summary>Every compound begins with a receiver report; once a second it has blocks and our name.</summary>
    private int WriteReport(Span<byte> compound, long nowUs)
    {
        var count = 0;
        if (_nextReportUs == 0)
        {
            // Whoever is acknowledged stops naming its streams, and RTX is named only from the first loss on: not before that had a chance.
            _nextReportUs = nowUs + ReportIntervalUs;
        }

        if (nowUs >= _nextReportUs)
        {
            _nextReportUs = nowUs + ReportIntervalUs;
            foreach (var source in _publisher.Sources)
            {
                foreach (var stream in source.Layers)
                {
                    if (stream.Reception.IsStarted && count < MaxStreams)
                        _blocks[count++] = ToBlock(stream, nowUs);
                }
            }
        }

        var length = ReceiverReport.Write(compound, _senderSsrc, _blocks.AsSpan(0, count));
        return count == 0 ? length : length + SourceDescription.WriteCname(compound[length..], _senderSsrc, CanonicalName.Bytes);
    }

    private static ReportBlock ToBlock(PublisherStream stream, long nowUs)
    {
        ref var clock = ref stream.Clock;
        return new ReportBlock(
            stream.Ssrc,
            stream.Reception.TakeFractionLost(),
            stream.Reception.CumulativeLost,
            stream.Reception.HighestSequence,
            stream.Reception.Jitter,
            clock.IsKnown ? NtpTime.ToCompact(clock.Ntp) : 0,
            clock.IsKnown ? NtpTime.CompactFromMicroseconds(nowUs - clock.ReceivedUs) : 0);
    }

    private int WriteNack(Span<byte> destination, PublisherStream stream, long nowUs, long rttUs, MediaCounters counters)
    {
        var room = Math.Min((destination.Length - RtcpHeader.FeedbackLength) / NackEntryLength, MaxNacksPerTick);
        if (stream.Nacks.Count == 0 || room <= 0)
            return 0;
        var count = stream.Nacks.Collect(nowUs, rttUs, _missing.AsSpan(0, room));
        counters.NacksSent += count;
        return NackWriter.Write(destination, _senderSsrc, stream.Ssrc, _missing.AsSpan(0, count), out _);
    }

    private int WriteKeyframeRequest(Span<byte> destination, PublisherStream stream, long nowUs, MediaCounters counters)
    {
        if (stream.Readers == 0)
            stream.Keyframes.Cancel();
        if (destination.Length < PictureLossIndication.Length || !stream.Keyframes.TryTake(nowUs))
            return 0;
        counters.KeyframeRequestsSent++;
        return new PictureLossIndication(_senderSsrc, stream.Ssrc).Write(destination);
    }
}
