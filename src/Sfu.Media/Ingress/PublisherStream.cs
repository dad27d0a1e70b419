using System.Diagnostics;
using Sfu.Media.Layers;
using Sfu.Media.Retransmission;
using Sfu.Media.Speakers;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtp;

namespace Sfu.Media.Ingress;

/// <summary>
/// One layer of one source on its way in: puts each packet into canonical form in the ring, once for all subscribers,
/// and keeps what the publisher must be told (loss, jitter, missing packets, key-frame wishes).
/// Numbers are 64-bit and never go back, not even when the publisher changes its SSRC: then <see cref="Generation"/> grows.
/// Lives as long as its participant; the ring's memory is taken with the first packet. Owned by the room's loop.
/// </summary>
internal sealed class PublisherStream : IDisposable
{
    /// <summary>The most a canonical packet may take: what RTX and SRTP add must fit into the datagram as well.</summary>
    public const int MaxPacketLength = DatagramBatch.MaxDatagramLength - RtxOverhead - SrtpOverhead;

    /// <summary>mediasoup takes a layer for stopped after 1.5 s without packets.</summary>
    public const long InactiveAfterUs = 1500 * MonotonicTime.Millisecond;

    private const int RtxOverhead = 2;
    private const int SrtpOverhead = 16;

    /// <summary>A video frame older than a second is no longer waited for; audio is played within a few hundred milliseconds.</summary>
    private const long VideoNackAgeUs = 1000 * MonotonicTime.Millisecond;
    private const long AudioNackAgeUs = 300 * MonotonicTime.Millisecond;

    private const long LongAgo = long.MinValue / 2;

    private readonly RingSize _ringSize;
    private readonly SeqMap _withoutPadding = new();
    private ReceivedNumbers _numbers = new();
    private CanonicalPayload _payload;
    private bool _disposed;

    public PublisherStream(Source source, int layer, int roomIndex, RingSize ringSize)
    {
        Source = source;
        Layer = layer;
        RoomIndex = roomIndex;
        _ringSize = ringSize;
        Nacks = new NackGenerator(source.IsAudio ? AudioNackAgeUs : VideoNackAgeUs);
        Reception = new ReceptionStatistics(source.ClockRate);
    }

    public Source Source { get; }

    /// <summary>Position among the source's layers, 0 = smallest.</summary>
    public int Layer { get; }

    /// <summary>See <see cref="StreamIndexes"/>.</summary>
    public int RoomIndex { get; }

    /// <summary>0 until a packet of it came.</summary>
    public uint Ssrc { get; private set; }

    public PacketRing? Ring { get; private set; }

    /// <summary>What the ring takes from the first packet on, index and packets.</summary>
    public long RingBytes => PacketRing.SizeInBytes(_ringSize.Bytes, _ringSize.Packets);

    /// <summary>Grows when numbers and timestamps have nothing to do any more with those before: slots must switch anew.</summary>
    public int Generation { get; private set; }

    /// <summary>Highest canonical number ever in the ring.</summary>
    public long HighestSequence { get; private set; } = -1;

    /// <summary>Length of the last packet seen by <see cref="RunPadding"/>, padding included; 0 = a run begins.</summary>
    public int RunLength { get; set; }

    public NackGenerator Nacks { get; }

#pragma warning disable CA1051 // Mutable parts of this object, each with its own rules; a property would hand out copies.
    public ReceptionStatistics Reception;
    public SenderReportClock Clock;
    public KeyframeRequester Keyframes = new();
    public SpeakerLevel Speaker;
#pragma warning restore CA1051

    /// <summary>From the last key frame; 0 if unknown.</summary>
    public int Width => _payload.Width;

    public int Height => _payload.Height;

    public long LastMediaUs { get; private set; } = LongAgo;

    /// <summary>Since when media has come without a pause.</summary>
    public long ActiveSinceUs { get; private set; }

    /// <summary>How many slots carry this stream or wait for its key frame; nothing is planned for nobody.</summary>
    public int Readers { get; set; }

    /// <summary>Media has come since the source was turned on, however long ago.</summary>
    public bool HasMedia => LastMediaUs != LongAgo;

    public bool IsActive(long nowUs) => nowUs - LastMediaUs <= InactiveAfterUs;

    /// <summary>The stream's packets come with this SSRC from now on.</summary>
    public void Bind(uint ssrc)
    {
        if (Ssrc != 0)
            Restart();
        Ssrc = ssrc;
    }

    /// <summary>Forgets every packet; what comes next is the start of a new stream.</summary>
    public void Restart()
    {
        Generation++;
        _numbers.Restart();
        _payload = default;
        Ring?.Clear();
        Nacks.Reset();
        Reception = new ReceptionStatistics(Source.ClockRate);
        Clock = default;
        Speaker.Reset();
        LastMediaUs = LongAgo;
    }

    public void Receive(in IncomingPacket packet, long nowUs, TickPlan plan, MediaCounters counters)
    {
        Debug.Assert(!_disposed);
        if (!TryNumber(packet, counters, out var number))
            return;
        if (!packet.IsRetransmission)
            Reception.Received(number, packet.Timestamp, nowUs);
        if (!Nacks.Received(number, nowUs) && !Source.IsAudio)
            Keyframes.Ask();

        if (packet.Payload.IsEmpty)
        {
            _withoutPadding.TryDrop(number);
            counters.Drop(DropReason.Padding);
            return;
        }

        if (!TryTake(packet, number, counters, out var info))
            return;
        if (info.Has(PacketFlags.KeyframeStart))
            Nacks.ForgetBefore(number);
        Announce(packet, info, nowUs, plan, counters);
    }

    public void Dispose()
    {
        _disposed = true;
        Restart();
        Ring?.Dispose();
    }

    private bool TryNumber(in IncomingPacket packet, MediaCounters counters, out long number)
    {
        if (packet.IsRetransmission)
        {
            if (_numbers.TryExtendOld(packet.Sequence, out number))
                return true;
            counters.Drop(_numbers.IsStarted ? DropReason.TooOld : DropReason.RtxWithoutStream);
            return false;
        }

        var verdict = _numbers.Extend(packet.Sequence, out number);
        if (verdict == NumberVerdict.Restarted)
        {
            Restart();
            verdict = _numbers.Extend(packet.Sequence, out number);
        }

        if (verdict == NumberVerdict.First)
            _withoutPadding.Start(number, number);
        if (verdict != NumberVerdict.Stray)
            return true;
        counters.Drop(DropReason.TooOld);
        return false;
    }

    /// <summary>Copies the packet into the ring, unless it is known, late or unreadable.</summary>
    private bool TryTake(in IncomingPacket packet, long number, MediaCounters counters, out PacketInfo info)
    {
        info = new PacketInfo
        {
            Timestamp = packet.Timestamp,
            PayloadType = packet.PayloadType,
            Flags = packet.Marker ? PacketFlags.Marker : PacketFlags.None,
        };
        var ring = Ring ??= new PacketRing(_ringSize.Bytes, _ringSize.Packets);
        if (!_withoutPadding.TryMap(number, out info.Sequence) || info.Sequence <= HighestSequence - ring.CapacityPackets)
            return Refuse(DropReason.TooOld);
        if (ring.Knows(info.Sequence))
            return Refuse(DropReason.Duplicate);
        if (CanonicalPacket.HeaderLength + packet.Payload.Length + Vp8DescriptorWriter.MaxGrowth > MaxPacketLength)
            return Refuse(DropReason.TooLong);

        var destination = ring.Reserve(MaxPacketLength);
        CanonicalPacket.WriteHeader(destination, packet, Source.Id);
        if (!_payload.TryWrite(packet.Payload, destination, ref info))
            return Refuse(DropReason.MalformedPayload);
        ring.Commit(info);
        HighestSequence = Math.Max(HighestSequence, info.Sequence);
        return true;

        bool Refuse(DropReason reason)
        {
            counters.Drop(reason);
            return false;
        }
    }

    /// <summary>Tells everybody concerned that the packet is there.</summary>
    private void Announce(in IncomingPacket packet, in PacketInfo info, long nowUs, TickPlan plan, MediaCounters counters)
    {
        if (!IsActive(nowUs))
        {
            ActiveSinceUs = nowUs;
            plan.SourcesChanged = true;
        }

        LastMediaUs = nowUs;
        if (Source.IsAudio)
        {
            Speaker.Update(packet.Extensions.HasLevel ? packet.Extensions.Level & AudioLevel.Silence : SpeakerLevel.AssumedLevel, nowUs);
        }
        else if (info.Has(PacketFlags.KeyframeStart))
        {
            // Its size may suit other slots than before.
            Keyframes.Received();
            plan.SourcesChanged = true;
        }

        // When slots are about to choose anew, one of them may choose this very packet.
        if ((Readers > 0 || plan.SourcesChanged) && !plan.TryAdd(this, info.Sequence, info.Length, nowUs))
            counters.Drop(DropReason.TickFull);
    }
}
