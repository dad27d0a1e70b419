using System.Buffers.Binary;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Ingress;

/// <summary>
/// What one participant sends: finds the stream of each packet, unwraps RTX and hands the packet to it.
/// Packets arrive decrypted and authenticated, but are otherwise not trusted. Owned by the room's loop.
/// </summary>
internal sealed class Publisher : IDisposable
{
    /// <summary>RFC 4588 §4: an RTX payload begins with the original sequence number.</summary>
    private const int OriginalSequenceLength = 2;

    private readonly TickPlan _plan;
    private readonly StreamIndexes _indexes;
    private readonly MediaCounters _counters;
    private readonly SsrcBindings _bindings = new();

    public Publisher(uint participant, TickPlan plan, StreamIndexes indexes, MediaCounters counters)
    {
        _plan = plan;
        _indexes = indexes;
        _counters = counters;
        Sources = new Source[SourceKinds.Count];
        for (var kind = 0; kind < Sources.Length; kind++)
            Sources[kind] = new Source(participant, (SourceKind)kind, indexes);
    }

    /// <summary>By <see cref="SourceKind"/>.</summary>
    public Source[] Sources { get; }

    public TwccReceiver Transport { get; } = new();

    /// <summary>Something came, so there may be something to tell; most of an audience never sends.</summary>
    public bool HasReceived { get; private set; }

    public void SetPublishing(Sources enabled)
    {
        foreach (var source in Sources)
        {
            if (source.Enable((enabled & source.Kind.ToFlag()) != 0))
                _plan.SourcesChanged = true;
        }
    }

    public void ReceiveRtp(ReadOnlySpan<byte> packet, long nowUs)
    {
        HasReceived = true;
        _counters.RtpReceived++;
        _counters.RtpReceivedBytes += packet.Length;
        _plan.LastReceivedUs = nowUs;
        if (!RtpPacketReader.TryRead(packet, out var rtp))
        {
            _counters.Drop(DropReason.MalformedRtp);
            return;
        }

        var extensions = IncomingExtensions.Read(rtp);
        if (extensions.HasTransportSequence)
            Transport.Received(extensions.TransportSequence, rtp.Ssrc, nowUs);

        if (!_bindings.TryFind(rtp.Ssrc, out var binding) && !TryBind(rtp, extensions, out binding))
            return;
        if (!binding.Stream.Source.IsEnabled)
            _counters.Drop(DropReason.SourceDisabled);
        else if (!PayloadTypes.Allows(binding.Stream.Source.Kind, binding.IsRtx, rtp.PayloadType))
            _counters.Drop(DropReason.PayloadType);
        else if (binding.IsRtx)
            ReceiveRtx(binding.Stream, rtp, extensions, nowUs);
        else
            binding.Stream.Receive(ToIncoming(rtp, extensions), nowUs, _plan, _counters);
    }

    /// <summary>Takes a sender report about one of the streams; one about anything else is passed over.</summary>
    public void ReceiveReport(in SenderReport report, long nowUs)
    {
        if (Find(report.Ssrc) is not { } stream)
            return;
        stream.Clock.Ntp = report.NtpTimestamp;
        stream.Clock.RtpTimestamp = report.RtpTimestamp;
        stream.Clock.ReceivedUs = nowUs;
        stream.Clock.Version++;
        _plan.ReportsDue = true;
    }

    /// <summary>The stream with this media SSRC, for reports about it; null if there is none.</summary>
    public PublisherStream? Find(uint ssrc) => _bindings.TryFind(ssrc, out var binding) && !binding.IsRtx ? binding.Stream : null;

    public void Dispose()
    {
        foreach (var source in Sources)
        {
            source.Dispose();
            foreach (var layer in source.Layers)
                _indexes.Release(layer.RoomIndex);
        }
    }

    private static IncomingPacket ToIncoming(in RtpPacketReader rtp, in IncomingExtensions extensions) => new()
    {
        Payload = rtp.Payload,
        Extensions = extensions,
        Timestamp = rtp.Timestamp,
        Sequence = rtp.SequenceNumber,
        PayloadType = rtp.PayloadType,
        Marker = rtp.Marker,
    };

    private void ReceiveRtx(PublisherStream stream, in RtpPacketReader rtp, in IncomingExtensions extensions, long nowUs)
    {
        _counters.RetransmissionsReceived++;
        var payload = rtp.Payload;
        if (payload.Length <= OriginalSequenceLength)
        {
            // Browsers probe for bandwidth with padding on the RTX stream.
            _counters.Drop(DropReason.Padding);
            return;
        }

        var packet = ToIncoming(rtp, extensions);
        packet.IsRetransmission = true;
        packet.Sequence = BinaryPrimitives.ReadUInt16BigEndian(payload);
        packet.Payload = payload[OriginalSequenceLength..];
        packet.PayloadType = PayloadTypes.OfRtx(rtp.PayloadType);
        stream.Receive(packet, nowUs, _plan, _counters);
    }

    private bool TryBind(in RtpPacketReader rtp, in IncomingExtensions extensions, out SsrcBindings.Binding binding)
    {
        binding = default;
        if (FindSource(extensions.Mid) is not { } source)
            return Refuse(DropReason.UnknownSsrc);
        var isRtx = PayloadTypes.IsRtx(rtp.PayloadType);
        if (!PayloadTypes.Allows(source.Kind, isRtx, rtp.PayloadType))
            return Refuse(DropReason.PayloadType);
        if (FindLayer(source, isRtx ? extensions.RepairedRid : extensions.Rid) is not { } stream)
            return Refuse(DropReason.UnknownSsrc);

        binding = new SsrcBindings.Binding(stream, isRtx);
        if (!_bindings.TryAdd(rtp.Ssrc, binding))
            return Refuse(DropReason.TooManySsrcs);
        if (!isRtx)
            stream.Bind(rtp.Ssrc);
        return true;

        bool Refuse(DropReason reason)
        {
            _counters.Drop(reason);
            return false;
        }
    }

    private Source? FindSource(ReadOnlySpan<byte> mid)
    {
        if (Is(mid, MediaProfile.MicMid))
            return Sources[(int)SourceKind.Mic];
        if (Is(mid, MediaProfile.CameraMid))
            return Sources[(int)SourceKind.Camera];
        if (Is(mid, MediaProfile.ScreenMid))
            return Sources[(int)SourceKind.Screen];
        return Is(mid, MediaProfile.ScreenAudioMid) ? Sources[(int)SourceKind.ScreenAudio] : null;
    }

    /// <summary>A client without simulcast sends no rid: what it sends is the full picture.</summary>
    private static PublisherStream? FindLayer(Source source, ReadOnlySpan<byte> rid)
    {
        if (rid.IsEmpty || source.Layers.Length == 1)
            return source.Layers[^1];
        if (Is(rid, MediaProfile.LowRid))
            return source.Layers[0];
        if (Is(rid, MediaProfile.MediumRid))
            return source.Layers[1];
        return Is(rid, MediaProfile.HighRid) ? source.Layers[2] : null;
    }

    private static bool Is(ReadOnlySpan<byte> ascii, string name)
    {
        if (ascii.Length != name.Length)
            return false;
        for (var i = 0; i < name.Length; i++)
        {
            if (ascii[i] != name[i])
                return false;
        }

        return true;
    }
}
