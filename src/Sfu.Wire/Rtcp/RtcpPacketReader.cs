using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>
/// One packet of a compound (layout: <see cref="RtcpHeader"/>). Its type is unchecked: hand it to the typed readers,
/// which refuse what is not theirs. Lives as long as the compound's bytes.
/// </summary>
public readonly ref struct RtcpPacketReader
{
    private readonly ReadOnlySpan<byte> _packet;
    private readonly int _paddingLength;

    private RtcpPacketReader(ReadOnlySpan<byte> packet, int paddingLength)
    {
        _packet = packet;
        _paddingLength = paddingLength;
    }

    /// <summary>Header, body and padding.</summary>
    public ReadOnlySpan<byte> Packet => _packet;

    public RtcpPacketType Type => (RtcpPacketType)_packet[RtcpHeader.PacketTypeOffset];

    /// <summary>The five bits that count report blocks or chunks, or hold the feedback format.</summary>
    public int Count => _packet[RtcpHeader.FlagsOffset] & RtcpHeader.CountMask;

    /// <summary>What follows the four header bytes, without padding.</summary>
    public ReadOnlySpan<byte> Body => _packet[RtcpHeader.Length..^_paddingLength];

    /// <summary>True for a feedback packet of this type and format that holds at least the two SSRCs.</summary>
    public bool IsFeedback(RtcpPacketType type, byte format) =>
        Type == type && Count == format && _packet.Length - _paddingLength >= RtcpHeader.FeedbackLength;

    /// <summary>Only after <see cref="IsFeedback"/>.</summary>
    public uint SenderSsrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[RtcpHeader.SenderSsrcOffset..]);

    /// <summary>Only after <see cref="IsFeedback"/>.</summary>
    public uint MediaSsrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[RtcpHeader.MediaSsrcOffset..]);

    /// <summary>Feedback control information: what follows the two SSRCs. Only after <see cref="IsFeedback"/>.</summary>
    internal ReadOnlySpan<byte> FeedbackBody => _packet[RtcpHeader.FeedbackLength..^_paddingLength];

    /// <summary>Reads the packet at the start of <paramref name="compound"/>. False: wrong version, a length past the end, or an impossible padding count.</summary>
    public static bool TryRead(ReadOnlySpan<byte> compound, out RtcpPacketReader packet)
    {
        packet = default;
        if (compound.Length < RtcpHeader.Length)
            return false;

        var flags = compound[RtcpHeader.FlagsOffset];
        if (flags >> RtcpHeader.VersionShift != RtcpHeader.Version)
            return false;

        var length = (BinaryPrimitives.ReadUInt16BigEndian(compound[RtcpHeader.LengthOffset..]) + 1) * RtcpHeader.WordLength;
        if (length > compound.Length)
            return false;

        var paddingLength = 0;
        if ((flags & RtcpHeader.PaddingFlag) != 0)
        {
            // RFC 3550 wants a multiple of four; libwebrtc pads its transport feedback by one to three bytes.
            paddingLength = compound[length - 1];
            if (paddingLength == 0 || paddingLength > length - RtcpHeader.Length)
                return false;
        }

        packet = new RtcpPacketReader(compound[..length], paddingLength);
        return true;
    }
}
