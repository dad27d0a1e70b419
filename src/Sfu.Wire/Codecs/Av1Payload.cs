namespace Sfu.Wire.Codecs;

/// <summary>
/// The aggregation header of an AV1 payload ("RTP Payload Format For AV1" §4.4). Layers and dependencies are in the
/// <see cref="DependencyDescriptor"/> header extension, not here.
/// </summary>
/// <remarks><code>
///  0 1 2 3 4 5 6 7
/// +-+-+-+-+-+-+-+-+
/// |Z|Y| W |N|-|-|-|
/// +-+-+-+-+-+-+-+-+
/// </code></remarks>
public readonly struct Av1Payload
{
    private const byte ContinuationFlag = 0x80;
    private const byte ContinuesFlag = 0x40;
    private const int CountShift = 4;
    private const byte CountMask = 0x03;
    private const byte NewSequenceFlag = 0x08;
    private const int HeaderLength = 1;

    private readonly byte _header;

    private Av1Payload(byte header) => _header = header;

    /// <summary>Z: the first element continues one of the packet before.</summary>
    public bool StartsWithContinuation => (_header & ContinuationFlag) != 0;

    /// <summary>Y: the last element goes on in the next packet.</summary>
    public bool EndsWithContinuation => (_header & ContinuesFlag) != 0;

    /// <summary>W: elements in the packet; 0: not said, each has a length.</summary>
    public int ElementCount => _header >> CountShift & CountMask;

    /// <summary>N: first packet of a coded video sequence, which begins with a key frame.</summary>
    public bool IsKeyframeStart => (_header & NewSequenceFlag) != 0;

    /// <summary>False: no data behind the header, or a new sequence that claims to continue something.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Av1Payload av1)
    {
        av1 = default;
        if (payload.Length <= HeaderLength)
            return false;
        var candidate = new Av1Payload(payload[0]);
        if (candidate.IsKeyframeStart && candidate.StartsWithContinuation)
            return false;
        av1 = candidate;
        return true;
    }
}
