using System.Buffers.Binary;

namespace Sfu.Wire.Codecs;

/// <summary>
/// The VP8 payload descriptor in front of each packet's VP8 data (RFC 7741 §4.2), with the offsets at which a forwarder
/// rewrites picture id and TL0PICIDX. Offsets count from the start of the RTP payload; 0 means that the field is absent
/// (no field can be there).
/// </summary>
/// <remarks><code>
///       0 1 2 3 4 5 6 7
///      +-+-+-+-+-+-+-+-+
///      |X|R|N|S|R| PID | (REQUIRED)
///      +-+-+-+-+-+-+-+-+
/// X:   |I|L|T|K| RSV   | (OPTIONAL)
///      +-+-+-+-+-+-+-+-+
/// I:   |M| PictureID   | (OPTIONAL; a second byte follows if M)
///      +-+-+-+-+-+-+-+-+
/// L:   |   TL0PICIDX   | (OPTIONAL)
///      +-+-+-+-+-+-+-+-+
/// T/K: |TID|Y| KEYIDX  | (OPTIONAL)
///      +-+-+-+-+-+-+-+-+
/// </code></remarks>
public readonly struct Vp8Descriptor
{
    public const ushort PictureIdMask = 0x7FFF;

    internal const byte ExtendedFlag = 0x80;
    internal const byte NonReferenceFlag = 0x20;
    internal const byte PartitionStartFlag = 0x10;
    internal const byte PartitionMask = 0x07;
    internal const byte PictureIdFlag = 0x80;
    internal const byte Tl0PicIdxFlag = 0x40;
    internal const byte TemporalIdFlag = 0x20;
    internal const byte KeyIdxFlag = 0x10;
    internal const byte WidePictureIdFlag = 0x80;
    internal const int TemporalIdShift = 6;
    internal const byte LayerSyncFlag = 0x20;
    internal const byte KeyIdxMask = 0x1F;
    internal const int ExtensionOffset = 1;

    // RFC 7741 §4.3 and RFC 6386 §9.1: frame tag of three bytes (bit 0 clear in a key frame), start code, width, height.
    private const byte InterFrameFlag = 0x01;
    private const int WidthOffset = 6;
    private const int HeightOffset = 8;
    private const int KeyframeHeaderLength = 10;
    private const ushort DimensionMask = 0x3FFF;

    private Vp8Descriptor(byte first, Fields fields, bool isKeyframeStart, ushort width, ushort height)
    {
        Length = fields.Length;
        IsNonReference = (first & NonReferenceFlag) != 0;
        StartsPartition = (first & PartitionStartFlag) != 0;
        PartitionId = (byte)(first & PartitionMask);
        PictureIdOffset = fields.PictureIdOffset;
        PictureIdLength = fields.PictureIdLength;
        PictureId = fields.PictureId;
        Tl0PicIdxOffset = fields.Tl0PicIdxOffset;
        Tl0PicIdx = fields.Tl0PicIdx;
        TemporalIdOffset = fields.TemporalIdOffset;
        HasTemporalId = fields.HasTemporalId;
        HasKeyIdx = fields.HasKeyIdx;
        TemporalId = fields.HasTemporalId ? (byte)(fields.TidByte >> TemporalIdShift) : (byte)0;
        IsLayerSync = fields.HasTemporalId && (fields.TidByte & LayerSyncFlag) != 0;
        KeyIdx = fields.HasKeyIdx ? (byte)(fields.TidByte & KeyIdxMask) : (byte)0;
        IsKeyframeStart = isKeyframeStart;
        Width = width;
        Height = height;
    }

    /// <summary>Descriptor bytes: where the VP8 data starts in the RTP payload.</summary>
    public byte Length { get; }

    /// <summary>N: no later frame refers to this one.</summary>
    public bool IsNonReference { get; }

    /// <summary>S: the packet starts a partition.</summary>
    public bool StartsPartition { get; }

    public byte PartitionId { get; }

    /// <summary>First packet of a frame: S set and partition 0.</summary>
    public bool IsFrameStart => StartsPartition && PartitionId == 0;

    /// <summary>First packet of a key frame. Only this packet tells; the others of the frame look like any.</summary>
    public bool IsKeyframeStart { get; }

    /// <summary>Pixels, in the first packet of a key frame; 0 elsewhere.</summary>
    public ushort Width { get; }

    public ushort Height { get; }

    public bool HasPictureId => PictureIdLength != 0;

    public byte PictureIdOffset { get; }

    /// <summary>2 for a 15-bit id, 1 for a 7-bit id, 0 for none.</summary>
    public byte PictureIdLength { get; }

    public ushort PictureId { get; }

    public bool HasTl0PicIdx => Tl0PicIdxOffset != 0;

    public byte Tl0PicIdxOffset { get; }

    public byte Tl0PicIdx { get; }

    /// <summary>Offset of the TID/Y/KEYIDX byte.</summary>
    public byte TemporalIdOffset { get; }

    public bool HasTemporalId { get; }

    /// <summary>0 to 3; 0 without the field.</summary>
    public byte TemporalId { get; }

    /// <summary>Y: the frame depends on temporal layer 0 only, so a receiver may step up to its layer here.</summary>
    public bool IsLayerSync { get; }

    public bool HasKeyIdx { get; }

    public byte KeyIdx { get; }

    /// <summary>False: the descriptor reaches past the end, or no VP8 data follows it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
            return false;

        var first = payload[0];
        var fields = new Fields { Length = 1 };
        if ((first & ExtendedFlag) != 0 && !TryReadExtension(payload, ref fields))
            return false;
        if (payload.Length <= fields.Length)
            return false;

        var data = payload[fields.Length..];
        var isFrameStart = (first & (PartitionStartFlag | PartitionMask)) == PartitionStartFlag;
        var isKeyframeStart = isFrameStart && (data[0] & InterFrameFlag) == 0;
        ushort width = 0, height = 0;
        if (isKeyframeStart && data.Length >= KeyframeHeaderLength && data[3..WidthOffset].SequenceEqual(StartCode))
        {
            // The upper two bits ask for upscaling by the player and do not change the coded size.
            width = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(data[WidthOffset..]) & DimensionMask);
            height = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(data[HeightOffset..]) & DimensionMask);
        }

        descriptor = new Vp8Descriptor(first, fields, isKeyframeStart, width, height);
        return true;
    }

    private static ReadOnlySpan<byte> StartCode => [0x9D, 0x01, 0x2A];

    private static bool TryReadExtension(ReadOnlySpan<byte> payload, ref Fields fields)
    {
        if (payload.Length <= ExtensionOffset)
            return false;
        var flags = payload[ExtensionOffset];
        var position = ExtensionOffset + 1;

        if ((flags & PictureIdFlag) != 0)
        {
            if (payload.Length <= position)
                return false;
            fields.PictureIdOffset = (byte)position;
            fields.PictureId = payload[position];
            fields.PictureIdLength = 1;
            if ((fields.PictureId & WidePictureIdFlag) != 0)
            {
                if (payload.Length <= position + 1)
                    return false;
                fields.PictureId = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[position..]) & PictureIdMask);
                fields.PictureIdLength = 2;
            }

            position += fields.PictureIdLength;
        }

        if ((flags & Tl0PicIdxFlag) != 0)
        {
            if (payload.Length <= position)
                return false;
            fields.Tl0PicIdxOffset = (byte)position;
            fields.Tl0PicIdx = payload[position++];
        }

        if ((flags & (TemporalIdFlag | KeyIdxFlag)) != 0)
        {
            if (payload.Length <= position)
                return false;
            fields.HasTemporalId = (flags & TemporalIdFlag) != 0;
            fields.HasKeyIdx = (flags & KeyIdxFlag) != 0;
            fields.TemporalIdOffset = (byte)position;
            fields.TidByte = payload[position++];
        }

        fields.Length = (byte)position;
        return true;
    }

    private struct Fields
    {
        public byte Length;
        public byte PictureIdOffset;
        public byte PictureIdLength;
        public ushort PictureId;
        public byte Tl0PicIdxOffset;
        public byte Tl0PicIdx;
        public byte TemporalIdOffset;
        public byte TidByte;
        public bool HasTemporalId;
        public bool HasKeyIdx;
    }
}
