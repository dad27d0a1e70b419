using System.Buffers.Binary;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Client.Media;

/// <summary>
/// All media of one headless participant, without sockets and clocks: decrypted packets and time in, protected datagrams
/// out. Owned by the participant's loop; not thread-safe, but <see cref="Stats"/> and <see cref="SetSlots"/> may be
/// called by others.
/// </summary>
internal sealed class ClientMedia
{
    /// <summary>How often gaps are looked at.</summary>
    private const long NackIntervalUs = 20 * MonotonicTime.Millisecond;

    /// <summary>How often arrivals are reported: libwebrtc's own range is 50 to 250 ms.</summary>
    private const long FeedbackIntervalUs = 100 * MonotonicTime.Millisecond;
    private const long ReportIntervalUs = MonotonicTime.Second;

    /// <summary>Blocks per report, so that a compound stays within a datagram.</summary>
    private const int MaxBlocks = 25;

    private static ReadOnlySpan<byte> Cname => "headless"u8;

    private readonly ClientPublisher _publisher;
    private readonly IncomingStream[] _incoming;
    private readonly Dictionary<uint, IncomingStream> _bySsrc = [];
    private readonly Dictionary<uint, IncomingStream> _byRtxSsrc = [];
    private readonly ArrivalRecorder _arrivals = new();
    private Egress? _egress;
    private PublishedSources _sources = PublishedSources.None;
    private uint _lastMediaSsrc;
    private long _nextNackUs = MonotonicTime.Never;
    private long _nextFeedbackUs = MonotonicTime.Never;
    private long _nextReportUs = MonotonicTime.Never;

    public ClientMedia(HeadlessOptions options, string participantId, IReadOnlyList<ReceiveSlot> slots)
    {
        _publisher = new ClientPublisher(options, participantId);
        _incoming = [.. slots.Select(slot => new IncomingStream(slot, options.SendNacks))];
        foreach (var stream in _incoming)
        {
            _bySsrc[stream.Slot.Ssrc] = stream;
            if (stream.Slot.RtxSsrc != 0)
                _byRtxSsrc[stream.Slot.RtxSsrc] = stream;
        }
    }

    /// <summary>What is sent, in a fixed order: mic, camera layers, screen, screen audio.</summary>
    public OutgoingStream[] Streams => _publisher.Streams;

    public long UnknownPackets { get; private set; }

    public long RoundTripUs => _publisher.RoundTripUs;

    public long NextDeadlineUs =>
        Math.Min(Math.Min(_nextNackUs, _nextFeedbackUs), Math.Min(_nextReportUs, _egress is null ? MonotonicTime.Never : _publisher.NextDeadlineUs));

    /// <summary>The keys are gone: nothing is sent any more.</summary>
    public void Disconnect()
    {
        _egress = null;
        _nextNackUs = _nextFeedbackUs = _nextReportUs = MonotonicTime.Never;
    }

    /// <summary>Keys and destination are there: sources that are on start now.</summary>
    public void Connect(Egress egress, long nowUs)
    {
        _egress = egress;
        _nextNackUs = nowUs + NackIntervalUs;
        _nextFeedbackUs = nowUs + FeedbackIntervalUs;
        // An early first report lets the server answer one, which acknowledges our streams.
        _nextReportUs = nowUs + ReportIntervalUs / 4;
        _publisher.SetSources(_sources, nowUs);
    }

    public void SetSources(PublishedSources sources, long nowUs)
    {
        _sources = sources;
        if (_egress is not null)
            _publisher.SetSources(sources, nowUs);
    }

    /// <summary>What each slot carries now; slots that are not listed are left as they are.</summary>
    public void SetSlots(IEnumerable<(string Mid, SlotSource? Source)> slots)
    {
        foreach (var (mid, source) in slots)
            Array.Find(_incoming, stream => stream.Slot.Mid == mid)?.SetSource(source);
    }

    public void ReceiveRtp(ReadOnlySpan<byte> packet, long nowUs)
    {
        if (!RtpPacketReader.TryRead(packet, out var rtp))
            return;
        if (rtp.TryGetExtension(MediaProfile.TransportSequenceExtensionId, out var sequence) && sequence.Length == sizeof(ushort))
        {
            _arrivals.Record(BinaryPrimitives.ReadUInt16BigEndian(sequence), nowUs);
            _lastMediaSsrc = rtp.Ssrc;
        }

        if (_bySsrc.TryGetValue(rtp.Ssrc, out var stream))
            stream.Receive(rtp, nowUs);
        else if (_byRtxSsrc.TryGetValue(rtp.Ssrc, out stream))
            stream.ReceiveRetransmission(rtp, nowUs);
        else
            UnknownPackets++;
    }

    public void ReceiveRtcp(ReadOnlySpan<byte> compound, long nowUs)
    {
        if (_egress is not { } egress)
            return;
        var reader = new RtcpCompoundReader(compound);
        while (reader.TryReadNext(out var packet))
            Receive(packet, egress, nowUs);
    }

    public void HandleTimers(long nowUs)
    {
        if (_egress is not { } egress)
            return;
        _publisher.HandleTimers(egress, nowUs);
        if (nowUs >= _nextNackUs)
        {
            _nextNackUs = nowUs + NackIntervalUs;
            SendRequests(egress, nowUs);
        }

        if (nowUs >= _nextFeedbackUs)
        {
            _nextFeedbackUs = nowUs + FeedbackIntervalUs;
            SendFeedback(egress);
        }

        if (nowUs >= _nextReportUs)
        {
            _nextReportUs = nowUs + ReportIntervalUs;
            SendReports(egress, nowUs);
        }
    }

    public IReadOnlyList<ReceivedStats> ReceivedStats() => [.. _incoming.Select(stream => stream.Stats())];

    public IReadOnlyList<SentStats> SentStats() => _publisher.Stats();

    private void Receive(in RtcpPacketReader packet, Egress egress, long nowUs)
    {
        if (SenderReport.TryRead(packet, out var report, out var blocks))
        {
            _publisher.TakeReports(ref blocks, nowUs);
            if (_bySsrc.TryGetValue(report.Ssrc, out var stream))
                stream.ReceiveSenderReport(report, nowUs);
        }
        else if (ReceiverReport.TryRead(packet, out _, out blocks))
        {
            _publisher.TakeReports(ref blocks, nowUs);
        }
        else if (NackReader.TryRead(packet, out var nack))
        {
            _publisher.TakeNack(nack, egress, nowUs);
        }
        else if (PictureLossIndication.TryRead(packet, out var indication))
        {
            _publisher.TakeKeyframeRequest(indication.MediaSsrc);
        }
        else if (FullIntraRequestReader.TryRead(packet, out var request))
        {
            while (request.TryReadNext(out var mediaSsrc, out _))
                _publisher.TakeKeyframeRequest(mediaSsrc);
        }
    }

    private void SendRequests(Egress egress, long nowUs)
    {
        Span<ushort> due = stackalloc ushort[64];
        foreach (var stream in _incoming)
        {
            if (!stream.HasPackets)
                continue;
            var missing = due[..stream.CollectNacks(due, nowUs, RoundTripUs)];
            if (!missing.IsEmpty)
            {
                var packet = egress.Reserve();
                egress.SendRtcp(packet, NackWriter.Write(packet[..1000], _publisher.ReporterSsrc, stream.Slot.Ssrc, missing, out _));
            }

            if (stream.WantsKeyframe(nowUs))
            {
                var packet = egress.Reserve();
                egress.SendRtcp(packet, new PictureLossIndication(_publisher.ReporterSsrc, stream.Slot.Ssrc).Write(packet));
            }
        }
    }

    private void SendFeedback(Egress egress)
    {
        while (true)
        {
            var packet = egress.Reserve();
            var length = _arrivals.WriteFeedback(packet[..1100], _publisher.ReporterSsrc, _lastMediaSsrc);
            if (length == 0)
                return;
            egress.SendRtcp(packet, length);
        }
    }

    /// <summary>A sender report per stream sent, and reports on what was received, each with the CNAME (RFC 3550 §6.1).</summary>
    private void SendReports(Egress egress, long nowUs)
    {
        foreach (var stream in _publisher.Streams)
        {
            if (stream.Packets == 0)
                continue;
            var packet = egress.Reserve();
            var length = stream.Report(nowUs).Write(packet);
            length += SourceDescription.WriteCname(packet[length..], stream.Ssrc, Cname);
            egress.SendRtcp(packet, length);
        }

        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxBlocks];
        var count = 0;
        foreach (var stream in _incoming)
        {
            if (!stream.HasPackets)
                continue;
            blocks[count++] = stream.Report(nowUs);
            if (count < MaxBlocks)
                continue;
            SendReceiverReport(egress, blocks);
            count = 0;
        }

        if (count > 0)
            SendReceiverReport(egress, blocks[..count]);
    }

    private void SendReceiverReport(Egress egress, ReadOnlySpan<ReportBlock> blocks)
    {
        var packet = egress.Reserve();
        var length = ReceiverReport.Write(packet, _publisher.ReporterSsrc, blocks);
        length += SourceDescription.WriteCname(packet[length..], _publisher.ReporterSsrc, Cname);
        egress.SendRtcp(packet, length);
    }
}
