using Sfu.Wire.Sdp;

namespace Sfu.Media.Ingress;

/// <summary>One thing a participant can publish, with its simulcast layers from small to large. Owned by its publisher.</summary>
internal sealed class Source : IDisposable
{
    /// <summary>
    /// Retransmissions reach back 1.5 s (<see cref="Retransmission.RtxLog"/>): a camera's large layer has 2.5 Mbit/s at most in browsers, and a shared screen may
    /// have twice that. A participant with everything on costs under 3 MiB.
    /// </summary>
    private static readonly RingSize AudioRing = new(64 * 1024, 512);
    private static readonly RingSize LowRing = new(128 * 1024, 512);
    private static readonly RingSize MediumRing = new(256 * 1024, 1024);
    private static readonly RingSize HighRing = new(512 * 1024, 1024);
    private static readonly RingSize ScreenRing = new(1024 * 1024, 2048);

    public Source(uint participant, SourceKind kind, StreamIndexes indexes)
    {
        Participant = participant;
        Kind = kind;
        Layers = kind switch
        {
            SourceKind.Camera => [Layer(0, LowRing), Layer(1, MediumRing), Layer(2, HighRing)],
            SourceKind.Screen => [Layer(0, ScreenRing)],
            _ => [Layer(0, AudioRing)],
        };

        PublisherStream Layer(int index, RingSize size) => new(this, index, indexes.Take(), size);
    }

    public uint Participant { get; }

    public SourceKind Kind { get; }

    /// <summary>The participant says that it publishes this; what comes without having been announced is dropped.</summary>
    public bool IsEnabled { get; private set; }

    public PublisherStream[] Layers { get; }

    public bool IsAudio => Kind.IsAudio();

    public int ClockRate => IsAudio ? MediaProfile.OpusClockRate : MediaProfile.VideoClockRate;

    /// <summary>What a subscriber finds as CSRC: participant number and kind, so that it sees the very packet at which a slot changes hands.</summary>
    public uint Id => Participant << 2 | (uint)Kind;

    /// <summary>Returns true if that changes something. What a source sent before it was turned off is forgotten at once.</summary>
    public bool Enable(bool enabled)
    {
        if (IsEnabled == enabled)
            return false;
        IsEnabled = enabled;
        foreach (var layer in Layers)
            layer.Restart();
        return true;
    }

    public void Dispose()
    {
        IsEnabled = false;
        foreach (var layer in Layers)
            layer.Dispose();
    }
}

/// <summary>Memory of a <see cref="Retransmission.PacketRing"/>; powers of two.</summary>
internal readonly record struct RingSize(int Bytes, int Packets);
