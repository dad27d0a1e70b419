using System.Buffers.Binary;

namespace Sfu.Wire.Rtp;

/// <summary>
/// One RTP packet, read in place (layout: <see cref="RtpHeader"/>). <see cref="TryRead"/> checks everything that has a
/// length (CSRCs, extension, padding), so no property can leave the packet. Lives as long as the packet's bytes.
/// </summary>
public readonly ref struct RtpPacketReader
{
    private readonly ReadOnlySpan<byte> _packet;
    private readonly ushort _extensionLength;

    private RtpPacketReader(ReadOnlySpan<byte> packet, int headerLength, int extensionLength, byte paddingLength)
    {
        _packet = packet;
        _extensionLength = (ushort)extensionLength;
        HeaderLength = headerLength;
        PaddingLength = paddingLength;
    }

    /// <summary>The whole packet, padding included.</summary>
    public ReadOnlySpan<byte> Packet => _packet;

    public int Version => _packet[RtpHeader.FlagsOffset] >> RtpHeader.VersionShift;

    public bool Marker => (_packet[RtpHeader.MarkerAndPayloadTypeOffset] & RtpHeader.MarkerFlag) != 0;

    public byte PayloadType => (byte)(_packet[RtpHeader.MarkerAndPayloadTypeOffset] & RtpHeader.PayloadTypeMask);

    public ushort SequenceNumber => BinaryPrimitives.ReadUInt16BigEndian(_packet[RtpHeader.SequenceNumberOffset..]);

    public uint Timestamp => BinaryPrimitives.ReadUInt32BigEndian(_packet[RtpHeader.TimestampOffset..]);

    public uint Ssrc => BinaryPrimitives.ReadUInt32BigEndian(_packet[RtpHeader.SsrcOffset..]);

    public int CsrcCount => _packet[RtpHeader.FlagsOffset] & RtpHeader.CsrcCountMask;

    /// <summary>Fixed header, CSRCs and extension: where the payload starts.</summary>
    public int HeaderLength { get; }

    /// <summary>Padding bytes at the end, the count byte included; 0 when the packet has none.</summary>
    public byte PaddingLength { get; }

    /// <summary>What lies between header and padding; empty in a padding-only packet.</summary>
    public ReadOnlySpan<byte> Payload => _packet[HeaderLength..(_packet.Length - PaddingLength)];

    public bool HasExtension => (_packet[RtpHeader.FlagsOffset] & RtpHeader.ExtensionFlag) != 0;

    /// <summary>0 without an extension.</summary>
    public ushort ExtensionProfile => HasExtension
        ? BinaryPrimitives.ReadUInt16BigEndian(_packet[(ExtensionDataOffset - RtpHeader.ExtensionPreambleLength)..])
        : (ushort)0;

    public ReadOnlySpan<byte> ExtensionData => _packet.Slice(ExtensionDataOffset, _extensionLength);

    /// <summary>Where <see cref="ExtensionData"/> starts in the packet.</summary>
    public int ExtensionDataOffset => HeaderLength - _extensionLength;

    /// <summary>False: not RTP version 2, or a part of it would lie outside the packet, or its padding count is impossible.</summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out RtpPacketReader rtp)
    {
        rtp = default;
        if (!RtpHeader.TryReadLength(packet, out var headerLength, out var extensionLength))
            return false;

        byte paddingLength = 0;
        if ((packet[RtpHeader.FlagsOffset] & RtpHeader.PaddingFlag) != 0)
        {
            paddingLength = packet[^1];
            if (paddingLength == 0 || paddingLength > packet.Length - headerLength)
                return false;
        }

        rtp = new RtpPacketReader(packet, headerLength, extensionLength, paddingLength);
        return true;
    }

    /// <param name="index">0 to <see cref="CsrcCount"/> - 1.</param>
    public uint Csrc(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)CsrcCount);
        return BinaryPrimitives.ReadUInt32BigEndian(_packet[(RtpHeader.CsrcOffset + index * RtpHeader.CsrcLength)..]);
    }

    /// <summary>All extension elements in order; empty for an unknown profile.</summary>
    public RtpExtensionReader Extensions => new(ExtensionProfile, ExtensionData);

    /// <summary>The first element with this id, in either profile of RFC 8285. False: there is none before the data ends or turns malformed.</summary>
    public bool TryGetExtension(byte id, out ReadOnlySpan<byte> data)
    {
        var extensions = Extensions;
        while (extensions.TryReadNext(out var found, out data))
        {
            if (found == id)
                return true;
        }

        data = default;
        return false;
    }
}
