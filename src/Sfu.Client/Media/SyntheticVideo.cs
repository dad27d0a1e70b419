using System.Buffers.Binary;
using System.Security.Cryptography;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;

namespace Sfu.Client.Media;

/// <summary>
/// VP8-like frames of one layer while enabled: valid payload descriptors and frame headers, key frames at the start and
/// on request, sizes around the bitrate. Nobody could see anything in them. Owned by the loop.
/// </summary>
internal sealed class SyntheticVideo
{
    /// <summary>A key frame takes about this many times the bytes of another frame.</summary>
    private const int KeyframeFactor = 5;

    /// <summary>Below what sockets buffer by default, since a frame is sent in one go.</summary>
    private const int MaxFrameLength = 60_000;

    /// <summary>RFC 6386 §9.1: frame tag, start code and dimensions of a key frame; any other frame has only the tag.</summary>
    internal const int KeyframeHeaderLength = 10;
    internal const int InterFrameHeaderLength = 3;
    private const int ShowFrameFlag = 1 << 4;
    private const int FirstPartitionShift = 5;
    private const int InterFrameFlag = 1;

    private readonly OutgoingStream _stream;
    private readonly VideoLayer _layer;
    private readonly uint _source;
    private readonly long _frameUs;
    private readonly byte[] _payload = new byte[OutgoingStream.MaxPayloadLength];
    private ushort _pictureId = (ushort)RandomNumberGenerator.GetInt32(Vp8Descriptor.PictureIdMask);
    private byte _tl0PicIdx = (byte)RandomNumberGenerator.GetInt32(byte.MaxValue);
    private uint _frame;
    private bool _keyframeWanted;

    public SyntheticVideo(OutgoingStream stream, VideoLayer layer, uint source)
    {
        _stream = stream;
        _layer = layer;
        _source = source;
        _frameUs = MonotonicTime.Second / layer.FramesPerSecond;
    }

    public OutgoingStream Stream => _stream;

    public long Frames => _frame;

    public long Keyframes { get; private set; }

    public long KeyframeRequests { get; private set; }

    public long NextDeadlineUs { get; private set; } = MonotonicTime.Never;

    public void SetEnabled(bool enabled, long nowUs)
    {
        if (!enabled)
        {
            NextDeadlineUs = MonotonicTime.Never;
        }
        else if (NextDeadlineUs == MonotonicTime.Never)
        {
            NextDeadlineUs = nowUs;
            _keyframeWanted = true;
        }
    }

    /// <summary>The next frame will be a key frame.</summary>
    public void RequestKeyframe()
    {
        KeyframeRequests++;
        _keyframeWanted = true;
    }

    public void HandleTimers(Egress egress, long nowUs)
    {
        // After a long stall a source goes on from now, as a camera would, instead of sending what it missed.
        if (NextDeadlineUs < nowUs - MonotonicTime.Second)
            NextDeadlineUs = nowUs;
        while (NextDeadlineUs <= nowUs)
        {
            SendFrame(egress, NextDeadlineUs, nowUs);
            NextDeadlineUs += _frameUs;
        }
    }

    private void SendFrame(Egress egress, long captureUs, long nowUs)
    {
        var isKeyframe = _keyframeWanted;
        _keyframeWanted = false;
        var frameLength = FrameLength(isKeyframe);
        const int Room = OutgoingStream.MaxPayloadLength - Vp8DescriptorWriter.FullLength;
        var count = (frameLength + Room - 1) / Room;
        for (var index = 0; index < count; index++)
        {
            // Packets of a frame are as equal as can be, as libwebrtc's packetiser makes them.
            var length = frameLength / count + (index < frameLength % count ? 1 : 0);
            var payload = _payload.AsSpan(0, Vp8DescriptorWriter.FullLength + length);
            var at = Vp8DescriptorWriter.Write(payload, index == 0, _pictureId, _tl0PicIdx);
            if (index == 0)
                at += WriteFrameHeader(payload[at..], isKeyframe, frameLength);
            new PayloadStamp(_source, _frame, (ushort)index, (ushort)count).Fill(payload[at..]);
            _stream.Send(egress, payload, captureUs, marker: index == count - 1, audioLevel: null, nowUs);
        }

        _pictureId = (ushort)((_pictureId + 1) & Vp8Descriptor.PictureIdMask);
        _tl0PicIdx++;
        _frame++;
        Keyframes += isKeyframe ? 1 : 0;
    }

    private int FrameLength(bool isKeyframe)
    {
        const int Least = 2 * (KeyframeHeaderLength + PayloadStamp.Length);
        var mean = _layer.BitrateBps / 8 / _layer.FramesPerSecond;
        // Within a quarter of the mean, in a pattern that repeats every seven frames.
        var length = mean * 3 / 4 + mean / 2 * (int)(_frame % 7) / 6;
        return Math.Clamp(isKeyframe ? length * KeyframeFactor : length, Least, MaxFrameLength);
    }

    private int WriteFrameHeader(Span<byte> data, bool isKeyframe, int frameLength)
    {
        var tag = (isKeyframe ? 0 : InterFrameFlag) | ShowFrameFlag | (frameLength / 2) << FirstPartitionShift;
        data[0] = (byte)tag;
        data[1] = (byte)(tag >> 8);
        data[2] = (byte)(tag >> 16);
        if (!isKeyframe)
            return InterFrameHeaderLength;

        ReadOnlySpan<byte> startCode = [0x9D, 0x01, 0x2A];
        startCode.CopyTo(data[InterFrameHeaderLength..]);
        BinaryPrimitives.WriteUInt16LittleEndian(data[6..], (ushort)_layer.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(data[8..], (ushort)_layer.Height);
        return KeyframeHeaderLength;
    }
}
