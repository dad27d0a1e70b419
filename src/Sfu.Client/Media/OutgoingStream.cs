using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Client.Media;

/// <summary>
/// One RTP stream of a participant with its retransmission stream: numbers packets, keeps the last ones, reports on
/// itself. Names itself by mid and rid until the server has reported on it, as browsers do. Owned by the loop.
/// </summary>
internal sealed class OutgoingStream
{
    /// <summary>Half a second and more of 1.5 Mbit/s at 1100 bytes a packet: longer than any retransmission is useful.</summary>
    private const int RingPackets = 128;

    /// <summary>Payload per packet: leaves room for header, extensions and tag within 1200 bytes.</summary>
    public const int MaxPayloadLength = 1100;

    /// <summary>RFC 4588 §4: the original sequence number in front of a retransmitted payload.</summary>
    private const int OriginalSequenceLength = 2;

    private readonly byte[] _mid;
    private readonly byte[] _rid;
    private readonly byte _payloadType;
    private readonly byte _rtxPayloadType;
    private readonly SentPacketRing? _ring;
    private readonly uint _timestampBase = RandomSequence.Next();
    private long _sequence = RandomSequence.First();
    private long _rtxSequence = RandomSequence.First();
    private ulong _lastReportNtp;

    public OutgoingStream(string mid, string? rid, byte payloadType, byte rtxPayloadType, int clockRate)
    {
        Mid = mid;
        Rid = rid;
        _mid = Encoding.ASCII.GetBytes(mid);
        _rid = Encoding.ASCII.GetBytes(rid ?? "");
        _payloadType = payloadType;
        _rtxPayloadType = rtxPayloadType;
        ClockRate = clockRate;
        if (rtxPayloadType != 0)
            _ring = new SentPacketRing(RingPackets, MaxPayloadLength);
    }

    public string Mid { get; }

    public string? Rid { get; }

    public int ClockRate { get; }

    public uint Ssrc { get; } = RandomSequence.Next();

    public uint RtxSsrc { get; } = RandomSequence.Next();

    public long Packets { get; private set; }

    public long Bytes { get; private set; }

    public long Retransmitted { get; private set; }

    public long NacksReceived { get; private set; }

    /// <summary>A report about this stream has come, so the server knows which section and layer it belongs to.</summary>
    public bool IsAcknowledged { get; private set; }

    public double FractionLost { get; private set; }

    /// <summary>Sends one packet; the header extension holds what a browser would put there.</summary>
    /// <param name="mediaTimeUs">Capture time of the frame.</param>
    /// <param name="audioLevel">RFC 6464 byte, or null for video.</param>
    public void Send(Egress egress, ReadOnlySpan<byte> payload, long mediaTimeUs, bool marker, byte? audioLevel, long nowUs)
    {
        var timestamp = TimestampAt(mediaTimeUs);
        var packet = egress.Reserve();
        RtpHeaderWriter.Write(packet, marker, _payloadType, (ushort)_sequence, timestamp, Ssrc);
        var headerLength = WriteExtensions(packet, egress, MediaProfile.RidExtensionId, audioLevel, nowUs);
        payload.CopyTo(packet[headerLength..]);
        egress.SendRtp(packet, headerLength, headerLength + payload.Length, (uint)(_sequence >> 16));

        _ring?.Add(_sequence, timestamp, marker, payload);
        _sequence++;
        Packets++;
        Bytes += payload.Length;
    }

    /// <summary>Answers a NACK: the packet goes out again on the retransmission stream, if it is still known.</summary>
    public void Retransmit(Egress egress, ushort lost, long nowUs)
    {
        NacksReceived++;
        var original = SequenceNumbers.Extend(_sequence, lost);
        if (_ring is null || original < 0 || !_ring.TryGet(original, out var timestamp, out var marker, out var payload))
            return;

        var packet = egress.Reserve();
        RtpHeaderWriter.Write(packet, marker, _rtxPayloadType, (ushort)_rtxSequence, timestamp, RtxSsrc);
        var headerLength = WriteExtensions(packet, egress, MediaProfile.RepairedRidExtensionId, null, nowUs);
        BinaryPrimitives.WriteUInt16BigEndian(packet[headerLength..], lost);
        payload.CopyTo(packet[(headerLength + OriginalSequenceLength)..]);
        egress.SendRtp(packet, headerLength, headerLength + OriginalSequenceLength + payload.Length, (uint)(_rtxSequence >> 16));
        _rtxSequence++;
        Retransmitted++;
    }

    public SenderReport Report(long nowUs)
    {
        _lastReportNtp = NtpTime.FromMicroseconds(nowUs);
        return new SenderReport(Ssrc, _lastReportNtp, TimestampAt(nowUs), (uint)Packets, (uint)Bytes);
    }

    /// <summary>Takes the server's report on this stream; false if it gives no round trip.</summary>
    public bool TryTakeReport(in ReportBlock block, long nowUs, out long roundTripUs)
    {
        IsAcknowledged = true;
        FractionLost = block.FractionLost / 256.0;
        return NtpTime.TryGetRoundTrip(
            NtpTime.FromMicroseconds(nowUs), block.LastSenderReport, block.DelaySinceLastSenderReport, out roundTripUs);
    }

    private uint TimestampAt(long timeUs) => _timestampBase + (uint)(timeUs * ClockRate / 1_000_000);

    private int WriteExtensions(Span<byte> packet, Egress egress, byte ridId, byte? audioLevel, long nowUs)
    {
        var extensions = new RtpExtensionWriter(packet, RtpHeader.FixedLength);
        AbsoluteSendTime.Write(
            extensions.Reserve(MediaProfile.AbsSendTimeExtensionId, AbsoluteSendTime.Length), AbsoluteSendTime.FromMicroseconds(nowUs));
        BinaryPrimitives.WriteUInt16BigEndian(
            extensions.Reserve(MediaProfile.TransportSequenceExtensionId, sizeof(ushort)), egress.NextTransportSequence());
        if (audioLevel is { } level)
            extensions.Reserve(MediaProfile.AudioLevelExtensionId, AudioLevel.Length)[0] = level;
        // A report acknowledges the media's SSRC; RTX has one of its own, which may be heard for the first time much later.
        if (!IsAcknowledged || ridId == MediaProfile.RepairedRidExtensionId)
        {
            extensions.Write(MediaProfile.MidExtensionId, _mid);
            if (_rid.Length > 0)
                extensions.Write(ridId, _rid);
        }

        return extensions.Finish();
    }

    /// <summary>Starting points nobody can guess.</summary>
    private static class RandomSequence
    {
        public static uint Next() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

        /// <summary>Below 2^15, so that an early loss around the wrap cannot confuse a receiver's rollover counter.</summary>
        public static long First() => RandomNumberGenerator.GetInt32(1 << 15);
    }
}
