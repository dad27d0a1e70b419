using System.Buffers.Binary;
using System.Security.Cryptography;
using Sfu.Media.Egress;
using Sfu.Media.Ingress;
using Sfu.Media.Layers;
using Sfu.Media.Retransmission;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Slots;

/// <summary>
/// One outgoing stream of one subscriber: an SSRC and a mid that stay, and a source behind them that changes.
/// The receiver must not notice the change: sequence numbers, timestamps and picture ids run on (RFC 3550 §5.1), and a
/// video begins only with a key frame. <see cref="Write"/> is the only place in the server where a packet is rewritten.
/// Owned by the subscriber, used by the room's loop only.
/// </summary>
internal sealed class Slot
{
    private const int AudioLogCapacity = 128;
    private const int VideoLogCapacity = 512;

    /// <summary>One Opus packet of 20 ms, and one picture at 30 per second: the least a new source moves the timestamp on.</summary>
    private const uint AudioStep = 960;
    private const uint VideoStep = 3000;

    /// <summary>RFC 4588 §4: the original sequence number in front of the payload.</summary>
    private const int OriginalSequenceLength = 2;

    private const long NotRtx = -1;

    private readonly SlotRoutes _routes;
    private readonly bool _isAudio;
    private readonly ushort _midBytes;
    private readonly uint _rtxSsrc;
    private readonly SeqMap _sequences = new(capacity: 16);
    private readonly RtxLog _log;
    private readonly SlotReports _reports;
    private TimestampMap _timestamps;
    private Vp8Rewriter _pictures;
    private Source? _lastSource;
    private int _generation = -1;
    private long _highest;
    private long _rtxHighest;
    private bool _endedWithMarker = true;
    private bool _startsAnew;

    public Slot(in SlotStream announced, bool isAudio, SlotRoutes routes)
    {
        Mid = announced.Mid;
        Ssrc = announced.Ssrc;
        _routes = routes;
        _isAudio = isAudio;
        _midBytes = (ushort)(announced.Mid[0] << 8 | announced.Mid[1]);
        _rtxSsrc = announced.RtxSsrc;
        _log = new RtxLog(isAudio ? AudioLogCapacity : VideoLogCapacity);
        _reports = new SlotReports(Ssrc);
        _timestamps = new TimestampMap(isAudio ? MediaProfile.OpusClockRate : MediaProfile.VideoClockRate);

        // Below 2^15, so that loss around an early wrap cannot put the receiver's rollover counter out of step (RFC 3711 §3.3.1).
        _highest = RandomNumberGenerator.GetInt32((1 << 15) - 1);
        _rtxHighest = RandomNumberGenerator.GetInt32((1 << 15) - 1);
    }

    public string Mid { get; }

    public uint Ssrc { get; }

    /// <summary>What the subscriber gets; null = nothing.</summary>
    public PublisherStream? Current { get; private set; }

    /// <summary>What it will get from the next key frame of that stream on; until then <see cref="Current"/> flows.</summary>
    public PublisherStream? Target { get; private set; }

    /// <summary>The stream whose key frame this slot waits for.</summary>
    public PublisherStream? AwaitsKeyframeOf => _isAudio ? null
        : Target ?? (Current is { } current && current.Generation != _generation ? current : null);

    /// <summary>Chooses the stream to carry; it begins with its next key frame, or for audio with its next packet.</summary>
    public void Aim(PublisherStream stream)
    {
        var target = stream == Current ? null : stream;
        if (target == Target)
            return;
        if (Target is { } previous)
            _routes.Remove(previous, this);
        Target = target;
        if (target is not null)
            _routes.Add(target, this);
    }

    /// <summary>Carries nothing from now on.</summary>
    public void Release()
    {
        if (Target is { } target)
            _routes.Remove(target, this);
        if (Current is { } current)
            _routes.Remove(current, this);
        Target = Current = null;
        _generation = -1;
    }

    /// <summary>A packet of a stream routed here has come in.</summary>
    public void Forward(PublisherStream stream, in PacketInfo info, ReadOnlySpan<byte> packet, EgressWriter egress, long nowUs, DatagramBatch output)
    {
        var switching = stream != Current || stream.Generation != _generation;
        if (switching && !TrySwitch(stream, info, egress, nowUs))
            return;
        Send(stream, info, packet, egress, nowUs, output);
        if (switching)
            CatchUp(stream, info.Sequence, egress, nowUs, output);
    }

    /// <summary>The subscriber misses one of this slot's packets.</summary>
    public void Resend(ushort sequenceNumber, long rttUs, EgressWriter egress, long nowUs, DatagramBatch output)
    {
        var sequence = SequenceNumbers.Extend(_highest, sequenceNumber);
        var verdict = _log.Judge(sequence, nowUs, rttUs);
        if (verdict != RtxVerdict.Resend)
        {
            egress.Counters.Drop(verdict == RtxVerdict.Gone ? DropReason.RtxGone : DropReason.RtxRepeated);
            return;
        }

        ref var sent = ref _log.Find(sequence);
        if (!sent.Ring!.TryGet(sent.SourceSequence(sequence), out var info, out var packet))
        {
            egress.Counters.Drop(DropReason.RtxGone);
            return;
        }

        if (!egress.MaySpendOnRtx(packet.Length))
        {
            egress.Counters.Drop(DropReason.RtxBudget);
            return;
        }

        sent.Resent(nowUs);
        egress.Counters.RetransmissionsSent++;

        // Without an RTX stream the very same packet goes out once more: any other under the same index would give the key away.
        Write(info, packet, sequence, sent, _rtxSsrc == 0 ? NotRtx : ++_rtxHighest, egress, output);
    }

    public void WriteReport(EgressWriter egress, long nowUs, DatagramBatch output)
    {
        if (Current is { } current && current.Generation == _generation)
            _reports.Write(current.Clock, _timestamps.Offset, egress, nowUs, output);
    }

    /// <summary>Lists what <see cref="Forward"/> touches.</summary>
    public void List(ReadAhead readAhead)
    {
        if (Current is null)
            return;
        readAhead.Add(this);
        _sequences.List(readAhead);
        readAhead.Add(_log);
        readAhead.Add(_reports);
    }

    /// <summary>The round trip that a report block about this slot proves. False: it answers no report of ours.</summary>
    public bool TryGetRoundTrip(in ReportBlock block, long nowUs, out long roundTripUs) => _reports.TryGetRoundTrip(block, nowUs, out roundTripUs);

    private bool TrySwitch(PublisherStream stream, in PacketInfo info, EgressWriter egress, long nowUs)
    {
        if (!_isAudio && !info.Has(PacketFlags.KeyframeStart))
            return false;

        // A picture that was left without its end keeps a number free, so that the receiver does not join it to the next.
        var next = _highest + (_isAudio || _endedWithMarker ? 1 : 2);
        _sequences.Start(info.Sequence, next);
        if (stream.Source == _lastSource)
            _timestamps.SwitchLayer(Current is { } from && from != stream ? from.Clock : default, stream.Clock, info.Timestamp, nowUs);
        else
            _timestamps.SwitchSource(info.Timestamp, _isAudio ? AudioStep : VideoStep, nowUs);
        _pictures.Switch();
        _reports.Switch();
        egress.Wish(reports: true);
        _startsAnew = true;

        if (Current is { } left && left != stream)
            _routes.Remove(left, this);
        if (Target is { } target && target != stream)
            _routes.Remove(target, this);
        Target = null;
        Current = stream;
        _generation = stream.Generation;
        _lastSource = stream.Source;
        if (!_isAudio)
        {
            // A slot that began to wait in this very tick may have asked for the key frame it now has.
            stream.Keyframes.Received();
            egress.Counters.LayerSwitches++;
        }

        return true;
    }

    /// <summary>When the first packet of a key frame came late, those after it are in the ring already.</summary>
    private void CatchUp(PublisherStream stream, long after, EgressWriter egress, long nowUs, DatagramBatch output)
    {
        for (var sequence = after + 1; sequence <= stream.HighestSequence; sequence++)
        {
            if (stream.Ring!.TryGet(sequence, out var info, out var packet))
                Send(stream, info, packet, egress, nowUs, output);
        }
    }

    private void Send(PublisherStream stream, in PacketInfo info, ReadOnlySpan<byte> packet, EgressWriter egress, long nowUs, DatagramBatch output)
    {
        if (!_sequences.TryMap(info.Sequence, out var sequence) || !_log.MayUse(sequence))
            return;

        var marker = info.Has(PacketFlags.Marker) || (_isAudio && _startsAnew);
        var sent = new SentPacket(sequence, stream.Ring!, info.Sequence, _timestamps.Map(info.Timestamp, nowUs), marker, nowUs);
        if (info.Has(PacketFlags.PictureId | PacketFlags.Tl0))
            (sent.PictureId, sent.Tl0) = _pictures.Rewrite(info.PictureId, info.Tl0);
        _startsAnew = false;

        if (sequence > _highest)
        {
            _highest = sequence;
            _endedWithMarker = marker;
        }

        Write(info, packet, sequence, sent, NotRtx, egress, output);
        _log.Add(sequence, sent);
        egress.Earn(packet.Length);
        _reports.Sent(packet.Length - CanonicalPacket.HeaderLength);
        egress.Counters.RtpSent++;
    }

    /// <summary>Copies a canonical packet into the tick's datagrams and makes it this slot's. What it writes is all in <paramref name="sent"/>.</summary>
    /// <param name="original">The packet's number in this slot's stream.</param>
    /// <param name="rtxSequence">Number in the RTX stream, or <see cref="NotRtx"/> to write the packet itself.</param>
    private void Write(in PacketInfo info, ReadOnlySpan<byte> canonical, long original, in SentPacket sent, long rtxSequence, EgressWriter egress, DatagramBatch output)
    {
        var isRtx = rtxSequence != NotRtx;
        var growth = isRtx ? OriginalSequenceLength : 0;
        var sequence = isRtx ? rtxSequence : original;

        var packet = output.Reserve();
        canonical[..CanonicalPacket.HeaderLength].CopyTo(packet);
        canonical[CanonicalPacket.HeaderLength..].CopyTo(packet[(CanonicalPacket.HeaderLength + growth)..]);

        RtpHeaderWriter.WriteMarker(packet, sent.Marker);
        RtpHeaderWriter.WriteSequenceNumber(packet, (ushort)sequence);
        RtpHeaderWriter.WriteTimestamp(packet, sent.Timestamp);
        RtpHeaderWriter.WriteSsrc(packet, isRtx ? _rtxSsrc : Ssrc);
        BinaryPrimitives.WriteUInt16BigEndian(packet[CanonicalPacket.MidOffset..], _midBytes);
        if (isRtx)
        {
            RtpHeaderWriter.WritePayloadType(packet, PayloadTypes.RtxFor(info.PayloadType));
            BinaryPrimitives.WriteUInt16BigEndian(packet[CanonicalPacket.HeaderLength..], (ushort)original);
        }

        if (info.Has(PacketFlags.PictureId))
            Vp8DescriptorWriter.WritePictureId(packet[(info.PictureIdOffset + growth)..], sent.PictureId);
        if (info.Has(PacketFlags.Tl0))
            packet[info.Tl0Offset + growth] = sent.Tl0;

        var length = canonical.Length + growth;
        if (info.Padding > 0 && !isRtx)
            length = RtpHeaderWriter.AppendPadding(packet, length, info.Padding);
        egress.SendRtp(output, packet, CanonicalPacket.HeaderLength, length, sequence);
    }
}
