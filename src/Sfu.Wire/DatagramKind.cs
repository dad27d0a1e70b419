namespace Sfu.Wire;

/// <summary>What a datagram on the media port claims to be, by its first bytes (RFC 7983 §7, RFC 5761 §4).</summary>
public enum DatagramKind : byte
{
    /// <summary>Nothing we speak, or too short to tell: counted and dropped.</summary>
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}

public static class DatagramClassifier
{
    private const int StunLast = 3;
    private const int DtlsFirst = 20;
    private const int DtlsLast = 63;
    private const int RtpFirst = 128;
    private const int RtpLast = 191;

    // RFC 5761 §4: RTCP packet types that share the port with RTP.
    private const int RtcpTypeFirst = 192;
    private const int RtcpTypeLast = 223;

    private const int RtpHeaderLength = 12;
    private const int RtcpHeaderLength = 8;

    public static DatagramKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.IsEmpty)
            return DatagramKind.Unknown;

        var first = datagram[0];
        if (first is >= RtpFirst and <= RtpLast)
        {
            if (datagram.Length < RtcpHeaderLength)
                return DatagramKind.Unknown;
            if (datagram[1] is >= RtcpTypeFirst and <= RtcpTypeLast)
                return DatagramKind.Rtcp;
            return datagram.Length < RtpHeaderLength ? DatagramKind.Unknown : DatagramKind.Rtp;
        }

        return first switch
        {
            <= StunLast => DatagramKind.Stun,
            >= DtlsFirst and <= DtlsLast => DatagramKind.Dtls,
            _ => DatagramKind.Unknown,
        };
    }
}
