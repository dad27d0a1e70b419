using System.Buffers.Binary;

namespace Sfu.Wire.Codecs;

/// <summary>
/// The VP9 payload descriptor (RFC 9628 §4.2), with the offsets at which a forwarder rewrites picture id and TL0PICIDX.
/// Offsets count from the start of the RTP payload; 0 means that the field is absent.
/// </summary>
/// <remarks><code>
///       0 1 2 3 4 5 6 7
///      +-+-+-+-+-+-+-+-+
///      |I|P|L|F|B|E|V|Z| (REQUIRED)
///      +-+-+-+-+-+-+-+-+
/// I:   |M| PICTURE ID  | (a second byte follows if M)
///      +-+-+-+-+-+-+-+-+
/// L:   | TID |U| SID |D|
///      +-+-+-+-+-+-+-+-+
///      |   TL0PICIDX   | (L, and F = 0)
///      +-+-+-+-+-+-+-+-+
/// P,F: |   P_DIFF    |N| (up to three, while N)
///      +-+-+-+-+-+-+-+-+
/// V:   |  scalability structure ...
/// </code></remarks>
public readonly struct Vp9Descriptor
{
    public const ushort PictureIdMask = 0x7FFF;

    private const byte PictureIdFlag = 0x80;
    private const byte InterPredictedFlag = 0x40;
    private const byte LayerFlag = 0x20;
    private const byte FlexibleFlag = 0x10;
    private const byte FrameStartFlag = 0x08;
    private const byte FrameEndFlag = 0x04;
    private const byte StructureFlag = 0x02;
    private const byte NoUpperReferenceFlag = 0x01;
    private const byte WidePictureIdFlag = 0x80;
    private const int TemporalIdShift = 5;
    private const byte SwitchingUpFlag = 0x10;
    private const int SpatialIdShift = 1;
    private const byte SpatialIdMask = 0x07;
    private const byte InterLayerFlag = 0x01;
    private const byte MoreReferencesFlag = 0x01;
    private const int MaxReferences = 3;

    private readonly byte _flags;
    private readonly byte _layers;

    private Vp9Descriptor(byte flags, Fields fields)
    {
        _flags = flags;
        _layers = fields.Layers;
        Length = fields.Length;
        PictureIdOffset = fields.PictureIdOffset;
        PictureIdLength = fields.PictureIdLength;
        PictureId = fields.PictureId;
        Tl0PicIdxOffset = fields.Tl0PicIdxOffset;
        Tl0PicIdx = fields.Tl0PicIdx;
        SpatialLayerCount = fields.SpatialLayerCount;
        Width = fields.Width;
        Height = fields.Height;
    }

    /// <summary>Descriptor bytes, the scalability structure included: where the VP9 data starts.</summary>
    public ushort Length { get; }

    public bool HasPictureId => PictureIdLength != 0;

    public byte PictureIdOffset { get; }

    /// <summary>2 for a 15-bit id, 1 for a 7-bit id, 0 for none.</summary>
    public byte PictureIdLength { get; }

    public ushort PictureId { get; }

    public bool HasTl0PicIdx => Tl0PicIdxOffset != 0;

    public byte Tl0PicIdxOffset { get; }

    public byte Tl0PicIdx { get; }

    /// <summary>P: the picture refers to earlier ones.</summary>
    public bool IsInterPredicted => (_flags & InterPredictedFlag) != 0;

    public bool IsFlexible => (_flags & FlexibleFlag) != 0;

    /// <summary>B: first packet of a layer frame.</summary>
    public bool IsFrameStart => (_flags & FrameStartFlag) != 0;

    /// <summary>E: last packet of a layer frame.</summary>
    public bool IsFrameEnd => (_flags & FrameEndFlag) != 0;

    /// <summary>Z: no higher spatial layer of the picture refers to this frame.</summary>
    public bool IsNotReferredByUpperLayers => (_flags & NoUpperReferenceFlag) != 0;

    public bool HasLayerIndices => (_flags & LayerFlag) != 0;

    public byte TemporalId => (byte)(_layers >> TemporalIdShift);

    public byte SpatialId => (byte)(_layers >> SpatialIdShift & SpatialIdMask);

    /// <summary>U: from this frame on a receiver may take the temporal layers above.</summary>
    public bool IsSwitchingUpPoint => (_layers & SwitchingUpFlag) != 0;

    /// <summary>D: the frame refers to the spatial layer below it in the same picture.</summary>
    public bool IsInterLayerPredicted => (_layers & InterLayerFlag) != 0;

    /// <summary>First packet of a key picture: its lowest spatial layer refers to nothing.</summary>
    public bool IsKeyframeStart => IsFrameStart && !IsInterPredicted && SpatialId == 0;

    public bool HasScalabilityStructure => (_flags & StructureFlag) != 0;

    /// <summary>1 to 8 with a scalability structure, else 0.</summary>
    public byte SpatialLayerCount { get; }

    /// <summary>Pixels of the highest spatial layer, if the scalability structure says so, else 0.</summary>
    public ushort Width { get; }

    public ushort Height { get; }

    /// <summary>False: the descriptor reaches past the end, no VP9 data follows it, or it has more than three references.</summary>
    public static bool TryRead(ReadOnlySpan<byte> payload, out Vp9Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
            return false;

        var flags = payload[0];
        var fields = default(Fields);
        var position = 1;
        if ((flags & PictureIdFlag) != 0 && !TryReadPictureId(payload, ref position, ref fields))
            return false;
        if ((flags & LayerFlag) != 0 && !TryReadLayers(payload, flags, ref position, ref fields))
            return false;
        if ((flags & (InterPredictedFlag | FlexibleFlag)) == (InterPredictedFlag | FlexibleFlag) && !TrySkipReferences(payload, ref position))
            return false;
        if ((flags & StructureFlag) != 0 && !TryReadStructure(payload, ref position, ref fields))
            return false;
        if (position >= payload.Length)
            return false;

        fields.Length = (ushort)position;
        descriptor = new Vp9Descriptor(flags, fields);
        return true;
    }

    private static bool TryReadPictureId(ReadOnlySpan<byte> payload, ref int position, ref Fields fields)
    {
        if (position >= payload.Length)
            return false;
        fields.PictureIdOffset = (byte)position;
        fields.PictureId = payload[position];
        fields.PictureIdLength = 1;
        if ((fields.PictureId & WidePictureIdFlag) != 0)
        {
            if (position + 1 >= payload.Length)
                return false;
            fields.PictureId = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[position..]) & PictureIdMask);
            fields.PictureIdLength = 2;
        }

        position += fields.PictureIdLength;
        return true;
    }

    private static bool TryReadLayers(ReadOnlySpan<byte> payload, byte flags, ref int position, ref Fields fields)
    {
        if (position >= payload.Length)
            return false;
        fields.Layers = payload[position++];
        if ((flags & FlexibleFlag) != 0)
            return true;

        if (position >= payload.Length)
            return false;
        fields.Tl0PicIdxOffset = (byte)position;
        fields.Tl0PicIdx = payload[position++];
        return true;
    }

    private static bool TrySkipReferences(ReadOnlySpan<byte> payload, ref int position)
    {
        for (var i = 0; i < MaxReferences; i++)
        {
            if (position >= payload.Length)
                return false;
            if ((payload[position++] & MoreReferencesFlag) == 0)
                return true;
        }

        return false;
    }

    /// <remarks><code>
    ///      | N_S |Y|G|-|-|-|
    /// Y:   |  WIDTH (16)   |  HEIGHT (16)  |   N_S + 1 times
    /// G:   |      N_G      |
    ///      | TID |U| R |-|-|  P_DIFF, R times     N_G times
    /// </code></remarks>
    private static bool TryReadStructure(ReadOnlySpan<byte> payload, ref int position, ref Fields fields)
    {
        const int CountShift = 5;
        const byte SizesFlag = 0x10;
        const byte GroupFlag = 0x08;
        const int SizeLength = 4;
        const int ReferencesShift = 2;
        const byte ReferencesMask = 0x03;

        if (position >= payload.Length)
            return false;
        var head = payload[position++];
        fields.SpatialLayerCount = (byte)((head >> CountShift) + 1);
        if ((head & SizesFlag) != 0)
        {
            var last = position + (fields.SpatialLayerCount - 1) * SizeLength;
            position = last + SizeLength;
            if (position > payload.Length)
                return false;
            fields.Width = BinaryPrimitives.ReadUInt16BigEndian(payload[last..]);
            fields.Height = BinaryPrimitives.ReadUInt16BigEndian(payload[(last + sizeof(ushort))..]);
        }

        if ((head & GroupFlag) == 0)
            return true;
        if (position >= payload.Length)
            return false;
        int pictures = payload[position++];
        for (var i = 0; i < pictures; i++)
        {
            if (position >= payload.Length)
                return false;
            position += 1 + (payload[position] >> ReferencesShift & ReferencesMask);
        }

        return position <= payload.Length;
    }

    private struct Fields
    {
        public ushort Length;
        public byte PictureIdOffset;
        public byte PictureIdLength;
        public ushort PictureId;
        public byte Layers;
        public byte Tl0PicIdxOffset;
        public byte Tl0PicIdx;
        public byte SpatialLayerCount;
        public ushort Width;
        public ushort Height;
    }
}
