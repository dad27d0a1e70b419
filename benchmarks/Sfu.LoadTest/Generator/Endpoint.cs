using System.Buffers.Binary;
using Sfu.Client.Media;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// One peer connection of a headless participant: its socket, ICE, DTLS and SRTP, what it sends, and the reports and feedback
/// a browser would give on what it gets. Owned by the generator's loop once added to it.
/// </summary>
internal sealed class Endpoint : IDisposable
{
    private const long ReportIntervalUs = MonotonicTime.Second;

    /// <summary>libwebrtc's own range is 50 to 250 ms.</summary>
    private const long FeedbackIntervalUs = 100 * MonotonicTime.Millisecond;
    private const long NackIntervalUs = 20 * MonotonicTime.Millisecond;
    private const int MaxBlocks = 25;

    private readonly MediaSocket _socket;
    private readonly ClientPeer _peer;
    private readonly CheckResponder _responder;
    private readonly EndpointPlan _plan;
    private readonly RemoteStreams _remote;
    private readonly MeasuredWindow _window;
    private readonly ArrivalRecorder _arrivals = new();
    private readonly Dictionary<uint, ReceivedStream> _streams = [];
    private readonly Dictionary<int, SourceDelivery> _deliveries = [];
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly double _phase;
    private readonly uint _ownSsrc;
    private Egress? _egress;
    private ReceivedStream? _lastStream;
    private uint _kernelDrops;
    private long _nextReportUs = MonotonicTime.Never;
    private long _nextFeedbackUs = MonotonicTime.Never;
    private long _nextNackUs = MonotonicTime.Never;

    /// <param name="phase">0 to 1: where between two pictures, or two packets of sound, it sends, so that not all cameras take their pictures at once.</param>
    /// <param name="local">The peer's own credentials, with which it answers checks.</param>
    public Endpoint(MediaSocket socket, ClientPeer peer, IceCredentials local, EndpointPlan plan, RemoteStreams remote, MeasuredWindow window, double phase)
    {
        _socket = socket;
        _peer = peer;
        _responder = new CheckResponder(local);
        _plan = plan;
        _remote = remote;
        _window = window;
        _phase = phase;
        _ownSsrc = plan.Audio?.Stream.Ssrc ?? plan.Video?.Stream.Ssrc ?? (uint)(socket.Descriptor + 1);
        foreach (var source in plan.ExpectedSources)
            _deliveries[source] = new SourceDelivery();
    }

    /// <summary>Completes when media can flow; fails when it never will.</summary>
    public Task Connected => _connected.Task;

    public int Descriptor => _socket.Descriptor;

    public EndpointPlan Plan => _plan;

    public SrtpProtectionProfile Profile { get; private set; }

    public long NextDeadlineUs { get; private set; } = MonotonicTime.Never;

    /// <summary>Packets that did not decrypt.</summary>
    public long Refused { get; private set; }

    /// <summary>Genuine packets of a source that nobody expected here.</summary>
    public long Unexpected { get; private set; }

    /// <summary>Packets the kernel dropped because the generator was too slow.</summary>
    public long KernelDrops => _kernelDrops;

    public long SendFailures => _socket.SendFailures;

    public long NacksSent { get; private set; }

    public void Start(long nowUs, DatagramBatch output)
    {
        _peer.Start(nowUs, output);
        Flush(output);
    }

    /// <summary>Takes what the socket has; false: there may be more.</summary>
    public bool Receive(ReceiveBatch batch, long nowUs, DatagramBatch output)
    {
        batch.Receive(_socket.Descriptor, ref _kernelDrops);
        for (var i = 0; i < batch.Count; i++)
            Receive(batch[i], batch, i, nowUs, output);
        ConnectOnceReady(nowUs);
        Flush(output);
        return batch.Count < ReceiveBatch.Capacity;
    }

    public void HandleTimers(long nowUs, DatagramBatch output)
    {
        if (nowUs >= _peer.NextDeadlineUs)
            _peer.HandleTimeout(nowUs, output);
        ConnectOnceReady(nowUs);
        if (_egress is { } egress)
        {
            _plan.Video?.HandleTimers(egress, nowUs);
            _plan.Audio?.HandleTimers(egress, nowUs);
            if (nowUs >= _nextNackUs)
                SendNacks(egress, nowUs);
            if (nowUs >= _nextFeedbackUs)
                SendFeedback(egress);
            if (nowUs >= _nextReportUs)
                SendReports(egress, nowUs);
        }

        Flush(output);
    }

    /// <summary>How many of the expected sources have been heard within that time.</summary>
    public int LiveSources(long nowUs, long withinUs)
    {
        var live = 0;
        foreach (var delivery in _deliveries.Values)
            live += delivery.LastArrivalUs > 0 && nowUs - delivery.LastArrivalUs < withinUs ? 1 : 0;
        return live;
    }

    public void Close(long nowUs, DatagramBatch output)
    {
        _peer.Close(nowUs, output);
        Flush(output);
    }

    public void Dispose()
    {
        _connected.TrySetCanceled();
        _peer.Dispose();
        _socket.Dispose();
    }

    private void Flush(DatagramBatch output)
    {
        _socket.Send(output);
        var next = Math.Min(_peer.NextDeadlineUs, Math.Min(_nextNackUs, Math.Min(_nextFeedbackUs, _nextReportUs)));
        if (_egress is not null && _plan.Video is { } video)
            next = Math.Min(next, video.NextDeadlineUs);
        if (_egress is not null && _plan.Audio is { } audio)
            next = Math.Min(next, audio.NextDeadlineUs);
        NextDeadlineUs = next;
    }

    private void ConnectOnceReady(long nowUs)
    {
        if (_egress is null && _peer.Sender is not null && _peer.HasDestination)
        {
            _connected.TrySetResult();
        }
        else if (_peer.State is DtlsState.Failed or DtlsState.Closed)
        {
            _egress = null; // its keys are gone
            _nextNackUs = _nextFeedbackUs = _nextReportUs = MonotonicTime.Never;
            _connected.TrySetException(new IOException($"DTLS {_peer.State}: {_peer.FailureReason}"));
        }
    }

    /// <summary>Starts sending media; <paramref name="output"/> is the loop's own batch.</summary>
    public void StartMedia(long nowUs, DatagramBatch output)
    {
        if (_egress is not null || _peer.Sender is not { } sender)
            return;
        Profile = _peer.SrtpProfile;
        _egress = new Egress(sender, _peer.Destination, output, new RandomDrop(0, 1));
        _plan.Video?.Start(nowUs, _phase);
        _plan.Audio?.Start(nowUs, _phase);
        // An early first report lets the server acknowledge the streams soon.
        _nextReportUs = nowUs + (long)((1 + _phase) / 4 * ReportIntervalUs);
        Flush(output);
    }

    private void Receive(Span<byte> datagram, ReceiveBatch batch, int index, long nowUs, DatagramBatch output)
    {
        switch (DatagramClassifier.Classify(datagram))
        {
            case DatagramKind.Rtp:
                if (_peer.TryUnprotectRtp(datagram, _socket.Remote, out var length))
                    ReceiveRtp(datagram[..length], batch.ArrivalNs(index), nowUs);
                else
                    Refused++;
                break;
            case DatagramKind.Rtcp:
                if (_peer.TryUnprotectRtcp(datagram, _socket.Remote, out length))
                    ReceiveRtcp(datagram[..length], nowUs);
                else
                    Refused++;
                break;
            case DatagramKind.Stun:
                if (_peer.ReceiveStun(datagram, _socket.Remote, nowUs, output) == StunOutcome.Dropped)
                    _responder.Receive(datagram, _socket.Remote, output);
                break;
            case DatagramKind.Dtls:
                _peer.ReceiveDtls(datagram, _socket.Remote, nowUs, output);
                break;
        }
    }

    private void ReceiveRtp(ReadOnlySpan<byte> packet, long arrivalNs, long nowUs)
    {
        if (!RtpPacketReader.TryRead(packet, out var rtp))
            return;
        if (_remote.TransportSequenceId != 0 && rtp.TryGetExtension(_remote.TransportSequenceId, out var sequence) && sequence.Length == sizeof(ushort))
        {
            _arrivals.Record(BinaryPrimitives.ReadUInt16BigEndian(sequence), nowUs);
            if (_nextFeedbackUs == MonotonicTime.Never)
                _nextFeedbackUs = nowUs + FeedbackIntervalUs;
        }

        var stream = FindStream(rtp.Ssrc, out var isRetransmission);
        // Retransmissions carry the original number in front (RFC 4588 §4); without a payload they only probe.
        if (isRetransmission && rtp.Payload.Length <= sizeof(ushort))
            return;
        stream.Receive(isRetransmission ? BinaryPrimitives.ReadUInt16BigEndian(rtp.Payload) : rtp.SequenceNumber, nowUs);
        if (stream.HasGaps && _nextNackUs == MonotonicTime.Never)
            _nextNackUs = nowUs + NackIntervalUs;
        if (!PacketStamp.TryRead(rtp.Payload, out var stamp))
            return;
        if (!_deliveries.TryGetValue(stamp.Source, out var delivery))
            Unexpected++;
        else if (delivery.TryAdd(stamp.Number, nowUs))
            _window.Deliver(stamp, packet.Length, arrivalNs);
    }

    private ReceivedStream FindStream(uint ssrc, out bool isRetransmission)
    {
        isRetransmission = false;
        if (_lastStream is { } last && last.Ssrc == ssrc)
            return last;
        isRetransmission = _remote.RetransmissionOf.TryGetValue(ssrc, out var original);
        if (isRetransmission)
            ssrc = original;
        if (!_streams.TryGetValue(ssrc, out var stream))
            _streams[ssrc] = stream = new ReceivedStream(ssrc) { IsRepairable = _remote.RetransmissionOf.Values.Contains(ssrc) };
        return isRetransmission ? stream : _lastStream = stream;
    }

    private void ReceiveRtcp(ReadOnlySpan<byte> compound, long nowUs)
    {
        var reader = new RtcpCompoundReader(compound);
        while (_egress is { } egress && reader.TryReadNext(out var packet))
        {
            if (SenderReport.TryRead(packet, out var report, out var blocks))
            {
                TakeReports(ref blocks, nowUs);
                if (_streams.TryGetValue(report.Ssrc, out var stream))
                    stream.ReceiveSenderReport(report, nowUs);
            }
            else if (ReceiverReport.TryRead(packet, out _, out blocks))
            {
                TakeReports(ref blocks, nowUs);
            }
            else if (NackReader.TryRead(packet, out var nack))
            {
                while (_plan.Video is { } video && nack.MediaSsrc == video.Stream.Ssrc && nack.TryReadNext(out var lost))
                    video.Stream.Retransmit(egress, lost, nowUs);
            }
            else if (PictureLossIndication.TryRead(packet, out _) || FullIntraRequestReader.TryRead(packet, out _))
            {
                _plan.Video?.RequestKeyframe();
            }
        }
    }

    private void TakeReports(ref ReportBlockReader blocks, long nowUs)
    {
        while (blocks.TryReadNext(out var block))
        {
            if (_plan.Video is { } video && block.Ssrc == video.Stream.Ssrc)
                video.Stream.TryTakeReport(block, nowUs, out _);
            else if (_plan.Audio is { } audio && block.Ssrc == audio.Stream.Ssrc)
                audio.Stream.TryTakeReport(block, nowUs, out _);
        }
    }

    private void SendNacks(Egress egress, long nowUs)
    {
        Span<ushort> due = stackalloc ushort[64];
        _nextNackUs = MonotonicTime.Never;
        foreach (var stream in _streams.Values)
        {
            if (!stream.HasGaps)
                continue;
            _nextNackUs = nowUs + NackIntervalUs;
            var missing = due[..stream.CollectNacks(due, nowUs)];
            if (missing.IsEmpty)
                continue;
            NacksSent += missing.Length;
            var packet = egress.Reserve();
            egress.SendRtcp(packet, NackWriter.Write(packet[..1000], _ownSsrc, stream.Ssrc, missing, out _));
        }
    }

    private void SendFeedback(Egress egress)
    {
        _nextFeedbackUs = MonotonicTime.Never;
        while (_lastStream is { } stream)
        {
            var packet = egress.Reserve();
            var length = _arrivals.WriteFeedback(packet[..1100], _ownSsrc, stream.Ssrc);
            if (length == 0)
                return;
            egress.SendRtcp(packet, length);
        }
    }

    /// <summary>A sender report per stream sent, and reports on what was received, each with the CNAME (RFC 3550 §6.1).</summary>
    private void SendReports(Egress egress, long nowUs)
    {
        _nextReportUs = nowUs + ReportIntervalUs;
        if (_plan.Video is { Stream.Packets: > 0 } video)
            SendSenderReport(egress, video.Stream, nowUs);
        if (_plan.Audio is { Stream.Packets: > 0 } audio)
            SendSenderReport(egress, audio.Stream, nowUs);

        Span<ReportBlock> blocks = stackalloc ReportBlock[MaxBlocks];
        var count = 0;
        foreach (var stream in _streams.Values)
        {
            if (count < MaxBlocks)
                blocks[count++] = stream.Report(nowUs);
        }

        if (count == 0)
            return;
        var packet = egress.Reserve();
        var length = ReceiverReport.Write(packet, _ownSsrc, blocks[..count]);
        length += SourceDescription.WriteCname(packet[length..], _ownSsrc, "load"u8);
        egress.SendRtcp(packet, length);
    }

    private static void SendSenderReport(Egress egress, OutgoingStream stream, long nowUs)
    {
        var packet = egress.Reserve();
        var length = stream.Report(nowUs).Write(packet);
        length += SourceDescription.WriteCname(packet[length..], stream.Ssrc, "load"u8);
        egress.SendRtcp(packet, length);
    }
}
