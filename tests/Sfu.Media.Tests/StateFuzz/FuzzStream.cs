using System.Buffers.Binary;
using System.Text;
using Sfu.Wire.Codecs;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Tests.StateFuzz;

/// <summary>
/// A sender that is legal in each packet and careless in their sequence: numbers repeat, jump, go back and wrap,
/// timestamps do what they like, key frames and padding come at any time, RTX repeats or invents packets.
/// </summary>
internal sealed class FuzzStream(Random random)
{
    private static readonly string[] Mids = [MediaProfile.MicMid, MediaProfile.CameraMid, MediaProfile.ScreenMid, MediaProfile.ScreenAudioMid, "a0", ""];
    private static readonly string[] Rids = [MediaProfile.LowRid, MediaProfile.MediumRid, MediaProfile.HighRid, "x", ""];
    private static readonly byte[] PayloadTypes =
        [MediaProfile.OpusPayloadType, MediaProfile.Vp8PayloadType, MediaProfile.Vp8RtxPayloadType, MediaProfile.H264PayloadType, MediaProfile.H264RtxPayloadType, 0];

    private string _mid = Mids[random.Next(4)];
    private string _rid = Rids[random.Next(3)];
    private byte _payloadType;
    private int _sequence = random.Next(65536);
    private uint _timestamp = (uint)random.NextInt64(1L << 32);
    private ushort _pictureId = (ushort)random.Next(0x8000);
    private byte _tl0 = (byte)random.Next(256);

    // Few SSRCs, so that streams and participants often collide.
    public uint Ssrc { get; private set; } = (uint)random.Next(1, 40);

    public FuzzStream Settle()
    {
        var isAudio = _mid is MediaProfile.MicMid or MediaProfile.ScreenAudioMid;
        _payloadType = isAudio ? MediaProfile.OpusPayloadType : random.Next(4) == 0 ? MediaProfile.H264PayloadType : MediaProfile.Vp8PayloadType;
        return this;
    }

    public int Write(Span<byte> packet, ushort transportSequence)
    {
        if (random.Next(300) == 0)
            Ssrc = (uint)random.Next(1, 40);
        Move();

        var payloadType = random.Next(60) == 0 ? PayloadTypes[random.Next(PayloadTypes.Length)] : _payloadType;
        var isRtx = payloadType == _payloadType && payloadType != MediaProfile.OpusPayloadType && random.Next(8) == 0;
        var ssrc = isRtx ? Ssrc + 1000 : Ssrc;
        var length = RtpHeaderWriter.Write(packet, random.Next(3) == 0, isRtx ? (byte)(payloadType + 1) : payloadType, (ushort)_sequence, _timestamp, ssrc);
        length = WriteExtensions(packet, length, transportSequence, isRtx);
        if (isRtx)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet[length..], (ushort)(_sequence - random.Next(20)));
            length += random.Next(20) == 0 ? 1 : 2;
        }

        length += WritePayload(packet[length..]);
        return random.Next(15) == 0 ? RtpHeaderWriter.AppendPadding(packet, length, (byte)random.Next(1, 100)) : length;
    }

    private void Move()
    {
        _sequence += random.Next(40) switch
        {
            0 => 0,
            1 => -random.Next(1, 50),
            2 => random.Next(2, 50),
            3 when random.Next(20) == 0 => random.Next(65536),
            _ => 1,
        };
        _timestamp += random.Next(30) switch
        {
            0 => (uint)random.NextInt64(1L << 32),
            1 => unchecked((uint)-random.Next(100_000)),
            < 20 => 0,
            _ => 3000,
        };
    }

    private int WriteExtensions(Span<byte> packet, int length, ushort transportSequence, bool isRtx)
    {
        var extensions = new RtpExtensionWriter(packet, length, twoByte: random.Next(6) == 0);
        BinaryPrimitives.WriteUInt16BigEndian(extensions.Reserve(MediaProfile.TransportSequenceExtensionId, sizeof(ushort)), transportSequence);
        if (random.Next(4) != 0)
            Text(ref extensions, MediaProfile.MidExtensionId, random.Next(50) == 0 ? Mids[random.Next(Mids.Length)] : _mid);
        if (random.Next(4) != 0)
            Text(ref extensions, isRtx ? MediaProfile.RepairedRidExtensionId : MediaProfile.RidExtensionId, random.Next(50) == 0 ? Rids[random.Next(Rids.Length)] : _rid);
        if (random.Next(3) == 0)
            extensions.Reserve(MediaProfile.AudioLevelExtensionId, 1)[0] = (byte)random.Next(256);
        if (random.Next(9) == 0)
            extensions.Reserve(MediaProfile.VideoOrientationExtensionId, 1)[0] = (byte)random.Next(256);
        return extensions.Finish();

        static void Text(ref RtpExtensionWriter extensions, byte id, string text)
        {
            if (text.Length > 0)
                extensions.Write(id, Encoding.ASCII.GetBytes(text));
        }
    }

    private int WritePayload(Span<byte> payload)
    {
        var length = random.Next(25) switch { 0 => 0, 1 => random.Next(1, 4), 2 => random.Next(1000, 1350), _ => random.Next(4, 200) };
        var bytes = payload[..length];
        random.NextBytes(bytes);
        if (_payloadType == MediaProfile.Vp8PayloadType && length > Vp8DescriptorWriter.FullLength && random.Next(10) != 0)
        {
            var isStart = random.Next(2) == 0;
            _pictureId = (ushort)(_pictureId + (isStart ? random.Next(-1, 3) : 0));
            _tl0 += (byte)random.Next(2);
            var descriptorLength = Vp8DescriptorWriter.Write(bytes, isStart, _pictureId, _tl0, (byte)random.Next(4));
            if (random.Next(8) == 0)
                bytes[descriptorLength] &= 0xFE; // a key frame, if it starts here
        }
        else if (_payloadType == MediaProfile.H264PayloadType && length > 0)
        {
            bytes[0] = (byte)(0x60 | random.Next(20) switch { 0 => 7, 1 => 5, 2 => 24, 3 => 28, _ => 1 });
        }

        return length;
    }
}
