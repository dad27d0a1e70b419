using Sfu.WebRtc;
using Sfu.Wire.Rtp;

namespace Sfu.Client.Media;

/// <summary>Opus-like packets every 20 ms while enabled: the right sizes, times and levels, no sound. Owned by the loop.</summary>
internal sealed class SyntheticAudio
{
    public const long FrameUs = 20_000;

    /// <summary>RFC 6716 §3.1: CELT, full band, 20 ms, mono, one frame. Nobody decodes what follows it.</summary>
    private const byte TocByte = 0xF8;

    private readonly OutgoingStream _stream;
    private readonly byte[] _payload;
    private readonly uint _source;
    private readonly AudioLevel _level;
    private uint _frame;
    private bool _isFirst;

    public SyntheticAudio(OutgoingStream stream, uint source, int bitrateBps, byte level)
    {
        _stream = stream;
        _source = source;
        _level = new AudioLevel(Voice: level < AudioLevel.Silence, level);
        var length = (int)(bitrateBps / 8 * FrameUs / 1_000_000);
        _payload = new byte[Math.Clamp(length, 1 + PayloadStamp.Length, OutgoingStream.MaxPayloadLength)];
        _payload[0] = TocByte;
    }

    public OutgoingStream Stream => _stream;

    public long Frames => _frame;

    /// <summary>When the next packet is due; Never while disabled.</summary>
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
            _isFirst = true;
        }
    }

    public void HandleTimers(Egress egress, long nowUs)
    {
        // After a long stall a source goes on from now, as a camera would, instead of sending what it missed.
        if (NextDeadlineUs < nowUs - MonotonicTime.Second)
            NextDeadlineUs = nowUs;
        while (NextDeadlineUs <= nowUs)
        {
            new PayloadStamp(_source, _frame++, 0, 1).Fill(_payload.AsSpan(1));
            // RFC 3551 §4.1: the marker is set on the first packet of a talk spurt.
            _stream.Send(egress, _payload, NextDeadlineUs, _isFirst, _level.ToByte(), nowUs);
            _isFirst = false;
            NextDeadlineUs += FrameUs;
        }
    }
}
