using System.Buffers.Binary;
using Sfu.Client.Media;
using Sfu.WebRtc;
using Sfu.Wire.Codecs;
using Sfu.Wire.Sdp;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// A camera as a browser sends it: VP8 frames 33 ms apart, cut into packets of equal size (give or take a byte) that leave
/// one by one a few hundredths of a millisecond apart; a key frame at the start and when asked. Owned by the loop.
/// </summary>
internal sealed class VideoSource
{
    private const int FramesPerSecond = 30;
    private const long FrameUs = MonotonicTime.Second / FramesPerSecond;

    /// <summary>Between two packets of a frame: browsers were measured at 0.03 to 0.09 ms.</summary>
    private const long PacketGapUs = 60;

    private const int KeyframeFactor = 5;
    private const long KeyframeIntervalUs = MonotonicTime.Second;

    // RFC 6386 §9.1: frame tag, start code and dimensions of a key frame; any other frame has only the tag.
    private const int KeyframeHeaderLength = 10, InterFrameHeaderLength = 3;
    private const int ShowFrameFlag = 1 << 4, InterFrameFlag = 1, FirstPartitionShift = 5;
    private const int Width = 1280, Height = 720;

    private readonly int _source;
    private readonly int _bytesPerFrame;
    private readonly byte[] _payload = new byte[OutgoingStream.MaxPayloadLength];
    private long _frameStartUs;
    private uint _frame;
    private int _frameLength;
    private int _packets;
    private int _index;
    private bool _isKeyframe;
    private bool _keyframeWanted = true;
    private long _lastKeyframeUs;

    public VideoSource(int source, int bitrateBps)
    {
        _source = source;
        _bytesPerFrame = bitrateBps / 8 / FramesPerSecond;
        _payload.AsSpan().Fill(0x5A);
    }

    public OutgoingStream Stream { get; } =
        new(MediaProfile.CameraMid, null, MediaProfile.Vp8PayloadType, MediaProfile.Vp8RtxPayloadType, MediaProfile.VideoClockRate);

    /// <summary>The number the next packet will have.</summary>
    public long NextNumber { get; private set; }

    public int Source => _source;

    public long NextDeadlineUs { get; private set; } = MonotonicTime.Never;

    /// <param name="phase">As for <see cref="FramePhase"/>.</param>
    public void Start(long nowUs, double phase) => NextDeadlineUs = FramePhase.NextUs(nowUs, phase, FrameUs);

    public void RequestKeyframe() => _keyframeWanted = true;

    public void HandleTimers(Egress egress, long nowUs)
    {
        // After a stall a camera goes on from now instead of sending what it missed.
        if (NextDeadlineUs < nowUs - MonotonicTime.Second)
            NextDeadlineUs = nowUs;
        while (NextDeadlineUs <= nowUs)
        {
            if (_index == 0)
                BeginFrame(NextDeadlineUs);
            SendPacket(egress, nowUs);
            NextDeadlineUs = ++_index < _packets ? NextDeadlineUs + PacketGapUs : _frameStartUs + FrameUs;
            if (_index == _packets)
                EndFrame();
        }
    }

    private void BeginFrame(long startUs)
    {
        _frameStartUs = startUs;
        _isKeyframe = _keyframeWanted && (_frame == 0 || startUs - _lastKeyframeUs >= KeyframeIntervalUs);
        if (_isKeyframe)
        {
            _keyframeWanted = false;
            _lastKeyframeUs = startUs;
        }

        // Within a quarter of the mean, in a pattern that repeats every seven frames.
        var length = (_bytesPerFrame * 3 / 4) + (_bytesPerFrame / 2 * (int)(_frame % 7) / 6);
        _frameLength = _isKeyframe ? length * KeyframeFactor : length;
        const int Room = OutgoingStream.MaxPayloadLength - Vp8DescriptorWriter.FullLength;
        _packets = (_frameLength + Room - 1) / Room;
    }

    private void EndFrame()
    {
        _index = 0;
        _frame++;
    }

    private void SendPacket(Egress egress, long nowUs)
    {
        var length = (_frameLength / _packets) + (_index < _frameLength % _packets ? 1 : 0);
        var payload = _payload.AsSpan(0, Vp8DescriptorWriter.FullLength + length);
        var at = Vp8DescriptorWriter.Write(payload, _index == 0, (ushort)(_frame & Vp8Descriptor.PictureIdMask), (byte)_frame);
        if (_index == 0)
            WriteFrameHeader(payload[at..]);
        new PacketStamp(_source, NextNumber++, LinuxNative.RealtimeNs()).Write(payload);
        Stream.Send(egress, payload, _frameStartUs, marker: _index == _packets - 1, audioLevel: null, nowUs);
    }

    private void WriteFrameHeader(Span<byte> data)
    {
        var tag = (_isKeyframe ? 0 : InterFrameFlag) | ShowFrameFlag | ((_frameLength / 2) << FirstPartitionShift);
        data[0] = (byte)tag;
        data[1] = (byte)(tag >> 8);
        data[2] = (byte)(tag >> 16);
        if (!_isKeyframe)
            return;
        ReadOnlySpan<byte> startCode = [0x9D, 0x01, 0x2A];
        startCode.CopyTo(data[InterFrameHeaderLength..]);
        BinaryPrimitives.WriteUInt16LittleEndian(data[6..], Width);
        BinaryPrimitives.WriteUInt16LittleEndian(data[8..KeyframeHeaderLength], Height);
    }
}
