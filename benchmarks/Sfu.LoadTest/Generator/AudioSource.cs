using Sfu.Client.Media;
using Sfu.WebRtc;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.LoadTest.Generator;

/// <summary>A microphone somebody speaks into: Opus-like packets of 60 to 120 bytes every 20 ms with their level (RFC 6464). Owned by the loop.</summary>
internal sealed class AudioSource
{
    private const long FrameUs = 20 * MonotonicTime.Millisecond;
    private const int MinLength = 60, MaxLength = 120;

    /// <summary>Loudness goes up and down around this, as in speech; 0 is loudest, 127 silence.</summary>
    private const int LoudestLevel = 25, LevelRange = 20;

    /// <summary>RFC 6716 §3.1: CELT, full band, 20 ms, mono, one frame.</summary>
    private const byte TocByte = 0xF8;

    private readonly int _source;
    private readonly byte[] _payload = new byte[MaxLength];

    public AudioSource(int source)
    {
        _source = source;
        _payload.AsSpan().Fill(0xA5);
        _payload[0] = TocByte;
    }

    public OutgoingStream Stream { get; } = new(MediaProfile.MicMid, null, MediaProfile.OpusPayloadType, 0, MediaProfile.OpusClockRate);

    public long NextNumber { get; private set; }

    public int Source => _source;

    public long NextDeadlineUs { get; private set; } = MonotonicTime.Never;

    /// <param name="phase">As for <see cref="FramePhase"/>.</param>
    public void Start(long nowUs, double phase) => NextDeadlineUs = FramePhase.NextUs(nowUs, phase, FrameUs);

    public void HandleTimers(Egress egress, long nowUs)
    {
        if (NextDeadlineUs < nowUs - MonotonicTime.Second)
            NextDeadlineUs = nowUs;
        while (NextDeadlineUs <= nowUs)
        {
            // Both go through all their values, in an order that looks like none.
            var length = MinLength + (int)((NextNumber * 37) % (MaxLength - MinLength + 1));
            var level = new AudioLevel(Voice: true, (byte)(LoudestLevel + ((NextNumber / 5 * 7) % LevelRange)));
            var payload = _payload.AsSpan(0, length);
            new PacketStamp(_source, NextNumber, LinuxNative.RealtimeNs()).Write(payload);
            Stream.Send(egress, payload, NextDeadlineUs, marker: NextNumber == 0, level.ToByte(), nowUs);
            NextNumber++;
            NextDeadlineUs += FrameUs;
        }
    }
}
