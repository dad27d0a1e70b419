using System.Buffers.Binary;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Client.Media;

/// <summary>A receive slot as the offer announced it.</summary>
internal sealed record ReceiveSlot(string Mid, bool IsVideo, uint Ssrc, uint RtxSsrc);

/// <summary>What a slot carries by the last slots event.</summary>
internal sealed record SlotSource(string ParticipantId, string Kind)
{
    public uint Stamp { get; } = PayloadStamp.SourceOf(ParticipantId, Kind);
}

/// <summary>
/// One receive slot: counts, finds gaps, asks for packets and key frames again, reports. Owned by the loop; the counters
/// may be read by others.
/// </summary>
internal sealed class IncomingStream(ReceiveSlot slot, bool sendNacks)
{
    /// <summary>A stream without a way to ask again counts a packet as lost after this.</summary>
    private const long UnrepairableUs = 500 * MonotonicTime.Millisecond;

    /// <summary>How long a decoder would wait for a retransmission before it asks for a key frame, and between two requests.</summary>
    private const long StuckUs = 300 * MonotonicTime.Millisecond;
    private const long KeyframeRequestIntervalUs = MonotonicTime.Second;

    private const int OriginalSequenceLength = 2;

    private readonly LossTracker _losses = new();
    private readonly FrameTracker _frames = new();
    private volatile SlotSource? _source;
    private long _firstSequence;
    private long _highest = -1;
    private uint _jitterTimestamp;
    private long _jitterArrivalUs;
    private double _jitter;
    private long _reportedExpected;
    private long _reportedReceived;
    private uint _lastSenderReport;
    private long _lastSenderReportUs;
    private long _stuckSinceUs = MonotonicTime.Never;
    private long _lastKeyframeRequestUs = -KeyframeRequestIntervalUs;
    private long _packets;
    private long _bytes;
    private long _recovered;
    private long _duplicates;
    private long _foreign;
    private long _keyframeRequests;
    private long _lastPacketUs;
    private int _width;
    private int _height;

    public ReceiveSlot Slot => slot;

    public bool HasPackets => _highest >= 0;

    /// <summary>Set by whoever hears the slots event; read by the loop.</summary>
    public void SetSource(SlotSource? source) => _source = source;

    public void Receive(in RtpPacketReader rtp, long nowUs)
    {
        Arrive(rtp.SequenceNumber, rtp.Timestamp, rtp.Marker, rtp.Payload, isRetransmission: false, nowUs);
    }

    /// <summary>A packet of the slot's retransmission stream: the original one behind its sequence number (RFC 4588 §4).</summary>
    public void ReceiveRetransmission(in RtpPacketReader rtp, long nowUs)
    {
        // Padding that probes bandwidth comes on this stream too and repairs nothing.
        if (rtp.Payload.Length <= OriginalSequenceLength)
            return;
        var original = BinaryPrimitives.ReadUInt16BigEndian(rtp.Payload);
        Arrive(original, rtp.Timestamp, rtp.Marker, rtp.Payload[OriginalSequenceLength..], isRetransmission: true, nowUs);
    }

    public void ReceiveSenderReport(in SenderReport report, long nowUs)
    {
        _lastSenderReport = NtpTime.ToCompact(report.NtpTimestamp);
        _lastSenderReportUs = nowUs;
    }

    /// <summary>What is missing and due to be asked for again.</summary>
    public int CollectNacks(Span<ushort> due, long nowUs, long roundTripUs)
    {
        if (sendNacks && slot.RtxSsrc != 0)
            return _losses.CollectDue(due, nowUs, roundTripUs);
        _losses.GiveUpOlderThan(nowUs, UnrepairableUs);
        return 0;
    }

    /// <summary>True if a decoder would ask for a key frame now.</summary>
    public bool WantsKeyframe(long nowUs)
    {
        var isFlowing = HasPackets && nowUs - _lastPacketUs < MonotonicTime.Second;
        if (!slot.IsVideo || !isFlowing || !_frames.IsStuck)
        {
            _stuckSinceUs = MonotonicTime.Never;
            return false;
        }

        _stuckSinceUs = Math.Min(_stuckSinceUs, nowUs);
        if (nowUs - _stuckSinceUs < StuckUs || nowUs - _lastKeyframeRequestUs < KeyframeRequestIntervalUs)
            return false;
        _lastKeyframeRequestUs = nowUs;
        _keyframeRequests++;
        return true;
    }

    public ReportBlock Report(long nowUs)
    {
        var expected = _highest - _firstSequence + 1;
        var expectedSince = expected - _reportedExpected;
        var lostSince = expectedSince - (_packets - _reportedReceived);
        _reportedExpected = expected;
        _reportedReceived = _packets;
        var fraction = expectedSince <= 0 || lostSince <= 0 ? 0 : (byte)Math.Min(255, lostSince * 256 / expectedSince);
        var delay = _lastSenderReport == 0 ? 0 : NtpTime.CompactFromMicroseconds(nowUs - _lastSenderReportUs);
        return new ReportBlock(
            slot.Ssrc, (byte)fraction, (int)(expected - _packets), (uint)(_highest - 65536), (uint)_jitter, _lastSenderReport, delay);
    }

    public ReceivedStats Stats()
    {
        var source = _source;
        return new ReceivedStats(
            slot.Mid, source?.ParticipantId, source?.Kind, _packets, _bytes, _frames.Frames, _frames.DecodableFrames, _frames.Keyframes,
            _losses.Lost, _recovered, _duplicates, _foreign, _width, _height, _losses.Asked, _keyframeRequests, _lastPacketUs);
    }

    private void Arrive(
        ushort sequenceNumber, uint timestamp, bool marker, ReadOnlySpan<byte> payload, bool isRetransmission, long nowUs)
    {
        // 65536 more than the first number, so that a packet from before it does not become negative.
        var sequence = _highest < 0 ? sequenceNumber + 65536L : SequenceNumbers.Extend(_highest, sequenceNumber);
        if (!TryAccept(sequence, nowUs))
        {
            _duplicates++;
            return;
        }

        _packets++;
        _bytes += payload.Length;
        _lastPacketUs = nowUs;
        if (isRetransmission)
            _recovered++;
        else
            MeasureJitter(timestamp, nowUs);
        Inspect(sequence, marker, payload);
    }

    private bool TryAccept(long sequence, long nowUs)
    {
        if (_highest < 0)
        {
            _firstSequence = sequence;
            _highest = sequence;
            return true;
        }

        if (sequence <= _highest)
            return _losses.Remove(sequence);

        _frames.Advance(_highest, sequence);
        for (var missing = _highest + 1; missing < sequence; missing++)
            _losses.Add(missing, nowUs);
        _highest = sequence;
        return true;
    }

    private void Inspect(long sequence, bool marker, ReadOnlySpan<byte> payload)
    {
        if (!slot.IsVideo)
        {
            _frames.AddAudio();
            if (payload.Length > 1)
                CheckStamp(payload[1..]);
            return;
        }

        if (!Vp8Descriptor.TryRead(payload, out var vp8))
            return;
        _frames.AddVideo(sequence, _highest, marker, vp8);
        if (vp8.Width > 0)
            (_width, _height) = (vp8.Width, vp8.Height);
        var header = vp8.IsKeyframeStart ? SyntheticVideo.KeyframeHeaderLength : vp8.IsFrameStart ? SyntheticVideo.InterFrameHeaderLength : 0;
        if (payload.Length > vp8.Length + header)
            CheckStamp(payload[(vp8.Length + header)..]);
    }

    private void CheckStamp(ReadOnlySpan<byte> data)
    {
        if (PayloadStamp.TryRead(data, out var stamp) && stamp.Source != _source?.Stamp)
            _foreign++;
    }

    // RFC 3550 §6.4.1 and appendix A.8.
    private void MeasureJitter(uint timestamp, long nowUs)
    {
        if (_jitterArrivalUs != 0)
        {
            var clockRate = slot.IsVideo ? MediaProfile.VideoClockRate : MediaProfile.OpusClockRate;
            var arrived = (nowUs - _jitterArrivalUs) * clockRate / MonotonicTime.Second;
            var sent = (int)(timestamp - _jitterTimestamp);
            // A jump of more than ten seconds is another source in the slot, not jitter.
            if (Math.Abs(arrived - sent) < 10L * clockRate)
                _jitter += (Math.Abs(arrived - sent) - _jitter) / 16;
        }

        _jitterTimestamp = timestamp;
        _jitterArrivalUs = nowUs;
    }
}
