namespace Sfu.Media.Retransmission;

[Flags]
internal enum PacketFlags : byte
{
    None = 0,

    /// <summary>The encoder's marker: last packet of a picture, or first of a talk spurt.</summary>
    Marker = 1,

    /// <summary>First packet of a picture that needs no other: the only place where a video slot may begin.</summary>
    KeyframeStart = 2,

    /// <summary>PictureID is there, widened to 15 bit.</summary>
    PictureId = 4,
    Tl0 = 8,
}

/// <summary>
/// What ingress learned about one packet, kept beside its bytes so that no subscriber parses it again.
/// Offsets count from the start of the canonical packet.
/// </summary>
internal struct PacketInfo
{
    /// <summary>Extended sequence number, without the padding packets; -1 marks an unused entry.</summary>
    public long Sequence;

    /// <summary>Absolute write position in the ring: never wraps, so overwritten bytes are recognised.</summary>
    public long Position;

    /// <summary>The publisher's RTP timestamp.</summary>
    public uint Timestamp;
    public ushort Length;
    public ushort PictureId;
    public byte PictureIdOffset;
    public byte Tl0Offset;
    public byte Tl0;
    public byte PayloadType;
    public PacketFlags Flags;

    /// <summary>RTP padding that every subscriber's copy gets, so that the packets of a picture are of one size; 0 = none.</summary>
    public byte Padding;

    public readonly bool Has(PacketFlags flag) => (Flags & flag) != 0;
}
