using System.Buffers.Binary;
using System.Text;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests.Virtual;

/// <summary>One stream that a client publishes: packets as a browser would send them, with everything countable in the payload.</summary>
internal sealed class TestStream
{
    private static readonly string[] Mids = [MediaProfile.MicMid, MediaProfile.CameraMid, MediaProfile.ScreenMid, MediaProfile.ScreenAudioMid];
    private static uint _nextSsrc = 500_000;

    private readonly Client _client;
    private readonly SourceKind _kind;
    private readonly string? _rid;
    private readonly byte _payloadType;
    private readonly Dictionary<ushort, byte[]> _sent = [];
    private ushort _rtxSequence = 40_000;

    public TestStream(Client client, SourceKind kind, string? rid, byte payloadType)
    {
        _client = client;
        _kind = kind;
        _rid = rid;
        _payloadType = payloadType != 0 ? payloadType : kind.IsAudio() ? MediaProfile.OpusPayloadType : MediaProfile.Vp8PayloadType;
    }

    public uint Ssrc { get; set; } = _nextSsrc++;

    public uint RtxSsrc { get; set; } = _nextSsrc++;

    public ushort Sequence { get; set; } = 65_000;

    public uint Timestamp { get; set; } = uint.MaxValue - 5000;

    public int PictureId { get; set; } = 0x7FF0;

    public byte Tl0 { get; set; } = 250;

    public bool NarrowPictureIds { get; set; }

    /// <summary>Whether packets name mid and rid, as browsers do until they have got a report.</summary>
    public bool NamesItself { get; set; } = true;

    public int Width { get; set; } = 1280;

    public int Height { get; set; } = 720;

    /// <summary>Grows with each frame; stands in the payload, so that tests recognise a frame after it was rewritten.</summary>
    public int Frame { get; set; }

    /// <summary>Return true to lose the packet before it reaches the server.</summary>
    public Func<ushort, bool> Loses { get; set; } = _ => false;

    public void SendAudio(byte level = 30, int samples = 960)
    {
        Timestamp += (uint)samples;
        Send(Numbered(20), marker: false, level);
    }

    /// <summary>A picture of several packets, the last with the marker.</summary>
    public void SendFrame(bool keyframe = false, int packets = 2, int ticks = 3000)
    {
        Timestamp += (uint)ticks;
        PictureId = (PictureId + 1) & (NarrowPictureIds ? 0x7F : 0x7FFF);
        Tl0++;
        for (var i = 0; i < packets; i++)
            Send(_payloadType == MediaProfile.Vp8PayloadType ? Vp8(keyframe, i == 0) : H264(keyframe, i == 0), i == packets - 1, null);
        Frame++;
    }

    /// <summary>Takes a number and sends nothing but padding under it, as a bandwidth probe does.</summary>
    public void SendPadding()
    {
        var packet = Header(false, null, ++Sequence, Ssrc, _payloadType, out var length);
        _client.SendRtp(packet[..RtpHeaderWriter.AppendPadding(packet, length, 100)]);
    }

    /// <summary>Answers a NACK by an RTX packet (RFC 4588).</summary>
    public void Retransmit(ushort sequence)
    {
        if (!_sent.TryGetValue(sequence, out var original) || !RtpPacketReader.TryRead(original, out var rtp))
            return;
        var packet = new byte[original.Length + 100];
        RtpHeaderWriter.Write(packet, rtp.Marker, (byte)(_payloadType + 1), ++_rtxSequence, rtp.Timestamp, RtxSsrc);
        var extensions = new RtpExtensionWriter(packet, RtpHeader.FixedLength);
        extensions.Write(MediaProfile.MidExtensionId, Encoding.ASCII.GetBytes(Mids[(int)_kind]));
        if (_rid is not null)
            extensions.Write(MediaProfile.RepairedRidExtensionId, Encoding.ASCII.GetBytes(_rid));
        var length = extensions.Finish();
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(length), sequence);
        rtp.Payload.CopyTo(packet.AsSpan(length + 2));
        _client.SendRtp(packet[..(length + 2 + rtp.Payload.Length)]);
    }

    /// <summary>Sends the same packet once more.</summary>
    public void Repeat(ushort sequence) => _client.SendRtp(_sent[sequence]);

    public void SendReport(ulong ntp, uint timestamp)
    {
        var buffer = new byte[SenderReport.Length];
        new SenderReport(Ssrc, ntp, timestamp, 1, 1).Write(buffer);
        _client.SendRtcp(buffer);
    }

    public static int FrameOf(ReceivedRtp packet) => BinaryPrimitives.ReadInt32BigEndian(packet.Payload.AsSpan(packet.Payload.Length - 8));

    /// <summary>The publisher's own sequence number of the packet.</summary>
    public static int OriginOf(ReceivedRtp packet) => BinaryPrimitives.ReadInt32BigEndian(packet.Payload.AsSpan(packet.Payload.Length - 4));

    public void Send(byte[] payload, bool marker, byte? level)
    {
        Sequence++;
        var packet = Header(marker, level, Sequence, Ssrc, _payloadType, out var length);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(payload.Length - 4), Sequence);
        payload.CopyTo(packet.AsSpan(length));
        packet = packet[..(length + payload.Length)];
        _sent[Sequence] = packet;
        if (!Loses(Sequence))
            _client.SendRtp(packet);
        else
            _client.TakeTransportSequence();
    }

    private byte[] Header(bool marker, byte? level, ushort sequence, uint ssrc, byte payloadType, out int length)
    {
        var packet = new byte[1500];
        RtpHeaderWriter.Write(packet, marker, payloadType, sequence, Timestamp, ssrc);
        var extensions = new RtpExtensionWriter(packet, RtpHeader.FixedLength);
        BinaryPrimitives.WriteUInt16BigEndian(extensions.Reserve(MediaProfile.TransportSequenceExtensionId, 2), _client.TakeTransportSequence());
        if (NamesItself)
        {
            extensions.Write(MediaProfile.MidExtensionId, Encoding.ASCII.GetBytes(Mids[(int)_kind]));
            if (_rid is not null)
                extensions.Write(MediaProfile.RidExtensionId, Encoding.ASCII.GetBytes(_rid));
        }

        if (level is { } loudness)
            extensions.Reserve(MediaProfile.AudioLevelExtensionId, 1)[0] = (byte)(0x80 | loudness);
        length = extensions.Finish();
        return packet;
    }

    private byte[] Numbered(int length)
    {
        var payload = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(length - 8), Frame);
        return payload;
    }

    private byte[] Vp8(bool keyframe, bool first)
    {
        var payload = Numbered(60);
        int length;
        if (NarrowPictureIds)
        {
            new byte[] { (byte)(first ? 0x90 : 0x80), 0xE0, (byte)PictureId, Tl0, 0 }.CopyTo(payload, 0);
            length = 5;
        }
        else
        {
            length = Vp8DescriptorWriter.Write(payload, first, (ushort)PictureId, Tl0);
        }

        if (!first)
            return payload;
        payload[length] = (byte)(keyframe ? 0 : 1);
        if (!keyframe)
            return payload;
        new byte[] { 0x9D, 0x01, 0x2A }.CopyTo(payload, length + 3);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(length + 6), (ushort)Width);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.AsSpan(length + 8), (ushort)Height);
        return payload;
    }

    private byte[] H264(bool keyframe, bool first)
    {
        var payload = Numbered(60);
        payload[0] = (byte)(keyframe && first ? 0x67 : 0x61);
        return payload;
    }
}
