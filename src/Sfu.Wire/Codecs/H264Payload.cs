using System.Buffers.Binary;

namespace Sfu.Wire.Codecs;

/// <summary>
/// What one RTP payload of H.264 holds (RFC 6184 §5.2 to §5.8): enough to tell where a key frame starts. H.264 has no
/// picture ids and no layer ids in the payload.
/// </summary>
/// <remarks><code>
/// NAL unit header:  |F|NRI|  Type   |        1-23 single, 24 STAP-A, 28 FU-A; the other kinds need interleaving
/// STAP-A:           |F|NRI|   24    | size (16) | NAL unit ... | size (16) | NAL unit ...
/// FU-A:             |F|NRI|   28    | |S|E|R|  Type   | fragment ...
/// </code></remarks>
public readonly struct H264Payload
{
    private const byte TypeMask = 0x1F;
    private const byte TypeIdr = 5;
    private const byte TypeSps = 7;
    private const byte TypeSingleLast = 23;
    private const byte TypeStapA = 24;
    private const byte TypeFuA = 28;
    private const int FuHeaderOffset = 1;
    private const int FuLength = 2;
    private const byte FuStartFlag = 0x80;
    private const int StapSizeLength = 2;

    private H264Payload(bool startsNal, bool hasSps, bool hasIdr)
    {
        StartsNal = startsNal;
        HasSps = hasSps;
        HasIdr = hasIdr;
    }

    /// <summary>False in the later fragments of a NAL unit.</summary>
    public bool StartsNal { get; }

    public bool HasSps { get; }

    /// <summary>An IDR slice starts here.</summary>
    public bool HasIdr { get; }

    /// <summary>
    /// A decoder can start at this packet. A key frame's SPS, PPS and slices may come in packets of their own with one
    /// timestamp: the first packet for which this is true starts the frame.
    /// </summary>
    public bool IsKeyframeStart => HasSps || HasIdr;

    /// <summary>False: empty, a kind that packetization-mode 1 does not have, or an aggregate whose sizes do not fit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out H264Payload h264)
    {
        h264 = default;
        if (payload.IsEmpty)
            return false;

        var type = payload[0] & TypeMask;
        switch (type)
        {
            case 0:
                return false;
            case <= TypeSingleLast:
                h264 = new H264Payload(true, type == TypeSps, type == TypeIdr);
                return true;
            case TypeStapA:
                return TryReadAggregate(payload[1..], out h264);
            case TypeFuA when payload.Length > FuLength:
                var starts = (payload[FuHeaderOffset] & FuStartFlag) != 0;
                var fragmented = payload[FuHeaderOffset] & TypeMask;
                h264 = new H264Payload(starts, starts && fragmented == TypeSps, starts && fragmented == TypeIdr);
                return true;
            default:
                return false;
        }
    }

    private static bool TryReadAggregate(ReadOnlySpan<byte> rest, out H264Payload h264)
    {
        h264 = default;
        if (rest.IsEmpty)
            return false;

        bool hasSps = false, hasIdr = false;
        while (!rest.IsEmpty)
        {
            if (rest.Length < StapSizeLength)
                return false;
            int size = BinaryPrimitives.ReadUInt16BigEndian(rest);
            rest = rest[StapSizeLength..];
            if (size == 0 || size > rest.Length)
                return false;
            var type = rest[0] & TypeMask;
            hasSps |= type == TypeSps;
            hasIdr |= type == TypeIdr;
            rest = rest[size..];
        }

        h264 = new H264Payload(true, hasSps, hasIdr);
        return true;
    }
}
