using System.Buffers.Binary;

namespace Sfu.WebRtc.Srtp;

/// <summary>
/// Where things are in protected packets (RFC 3711 §3.1 and §3.4, RFC 7714 §8.2 and §9.2).
/// <code>
/// SRTP, both      | RTP header, CSRCs, extension | payload, encrypted | tag |
/// SRTCP, AES-CM   | 8-byte header | rest of the compound, encrypted | E | 31-bit index | tag |
/// SRTCP, GCM      | 8-byte header | rest of the compound, encrypted | tag | E | 31-bit index |
/// </code>
/// </summary>
internal static class SrtpFormat
{
    /// <summary>RFC 3550 §5.1: the fixed RTP header; CSRCs and the extension make it longer.</summary>
    public const int MinRtpHeaderLength = 12;

    /// <summary>RFC 3711 §3.4: the first RTCP header and the sender's SSRC stay readable.</summary>
    public const int RtcpHeaderLength = 8;

    /// <summary>The E flag and the SRTCP index.</summary>
    public const int RtcpIndexLength = 4;

    public const uint RtcpEncryptedFlag = 0x8000_0000;

    /// <summary>The highest SRTCP index; the key is used up after it (RFC 3711 §9.2).</summary>
    public const uint MaxRtcpIndex = 0x7FFF_FFFF;

    private const int RtpSequenceOffset = 2;
    private const int RtpSsrcOffset = 8;
    private const int RtcpSsrcOffset = 4;

    public static ushort RtpSequenceNumber(ReadOnlySpan<byte> packet) =>
        BinaryPrimitives.ReadUInt16BigEndian(packet[RtpSequenceOffset..]);

    public static uint RtpSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[RtpSsrcOffset..]);

    public static uint RtcpSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[RtcpSsrcOffset..]);
}
