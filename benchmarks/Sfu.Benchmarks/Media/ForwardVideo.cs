using BenchmarkDotNet.Attributes;
using Sfu.Media;
using Sfu.Media.Rooms;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Sdp;

namespace Sfu.Benchmarks.Media;

/// <summary>
/// One camera, received and forwarded: the whole way from decrypted packet to protected datagrams, timers and feedback to
/// the publisher included, sockets not. One operation is one forwarded packet; a picture has ten packets of 1100 bytes, 30
/// pictures make a second.
/// </summary>
public class ForwardVideo
{
    private const int PacketsPerPicture = 10;
    private const int PacketLength = 1100;
    private const int WarmUpPictures = 100;
    private const long PictureUs = MonotonicTime.Second / 30;
    private const uint PictureTicks = MediaProfile.VideoClockRate / 30;

    private readonly byte[][] _picture = new byte[PacketsPerPicture][];
    private VirtualRoom? _room;
    private MediaParticipant? _publisher;
    private int _payloadOffset;
    private ushort _sequence;
    private ushort _pictureId;
    private uint _timestamp;
    private long _pictures;
    private int _subscribers;

    [GlobalSetup(Target = nameof(To1))]
    public void SetUp1() => SetUp(1);

    [GlobalSetup(Target = nameof(To10))]
    public void SetUp10() => SetUp(10);

    [GlobalSetup(Target = nameof(To50))]
    public void SetUp50() => SetUp(50);

    [GlobalSetup(Target = nameof(To100))]
    public void SetUp100() => SetUp(100);

    [Benchmark(OperationsPerInvoke = 1 * PacketsPerPicture, Description = "Video received, forwarded to 1")]
    public int To1() => Picture(isKeyframe: false);

    [Benchmark(OperationsPerInvoke = 10 * PacketsPerPicture, Description = "Video received, forwarded to 10")]
    public int To10() => Picture(isKeyframe: false);

    [Benchmark(OperationsPerInvoke = 50 * PacketsPerPicture, Description = "Video received, forwarded to 50")]
    public int To50() => Picture(isKeyframe: false);

    [Benchmark(OperationsPerInvoke = 100 * PacketsPerPicture, Description = "Video received, forwarded to 100")]
    public int To100() => Picture(isKeyframe: false);

    [GlobalCleanup]
    public void Check()
    {
        // The first picture may come before the slots know that there is one.
        var sent = _room!.Room.SumCounters().RtpSent;
        _room.Dispose();
        if (sent < (_pictures - 1) * PacketsPerPicture * _subscribers)
            throw new InvalidOperationException($"Only {sent} packets were forwarded of {_pictures} pictures to {_subscribers}.");
    }

    private void SetUp(int subscribers)
    {
        _subscribers = subscribers;
        _room = new VirtualRoom((PacketsPerPicture + 2) * (subscribers + 1));
        _publisher = _room.AddPublisher(Sources.Camera);
        for (var i = 0; i < subscribers; i++)
            _room.AddSubscriber(audioSlots: 0, videoSlots: 1).SetView([new ViewItem(_publisher.Number, SourceKind.Camera, 1280, 720)]);
        for (var i = 0; i < PacketsPerPicture; i++)
            _picture[i] = VirtualRoom.MakePacket(MediaProfile.Vp8PayloadType, MediaProfile.CameraMid, 1, PacketLength, i == PacketsPerPicture - 1, out _payloadOffset);
        for (var i = 0; i < WarmUpPictures; i++)
            Picture(isKeyframe: i < 2);
    }

    private int Picture(bool isKeyframe)
    {
        var nowUs = _room!.NowUs;
        _timestamp += PictureTicks;
        _pictureId = (ushort)((_pictureId + 1) & Vp8Descriptor.PictureIdMask);
        for (var i = 0; i < PacketsPerPicture; i++)
        {
            var packet = _picture[i];
            _sequence++;
            VirtualRoom.Number(packet, _sequence, _sequence, _timestamp);
            var payload = packet.AsSpan(_payloadOffset);
            var length = Vp8DescriptorWriter.Write(payload, i == 0, _pictureId, (byte)_pictureId);
            if (i == 0)
                WriteFrameHeader(payload[length..], isKeyframe);
            _publisher!.ReceiveRtp(packet, nowUs);
        }

        _pictures++;
        return _room.Tick(PictureUs);
    }

    /// <summary>RFC 6386 §9.1: a clear bit for a key frame, then the start code, width and height.</summary>
    private static void WriteFrameHeader(Span<byte> frame, bool isKeyframe)
    {
        ReadOnlySpan<byte> keyframe = [0x00, 0, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02]; // 1280 x 720
        if (isKeyframe)
            keyframe.CopyTo(frame);
        else
            frame[0] = 1;
    }
}
