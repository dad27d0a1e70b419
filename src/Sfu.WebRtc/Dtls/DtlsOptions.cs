using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Dtls;

/// <summary>What a test may set differently; <see cref="Default"/> is what ships.</summary>
internal sealed record DtlsOptions
{
    public static DtlsOptions Default { get; } = new();

    /// <summary>
    /// Largest datagram we send: the 1200 bytes every path of the Internet carries (RFC 8831 §5, QUIC's choice too), so
    /// that no handshake datagram depends on IP fragments.
    /// </summary>
    public int MaxDatagramBytes { get; init; } = 1200;

    /// <summary>Preferred first. GCM is the cheaper one for both ends.</summary>
    public IReadOnlyList<SrtpProtectionProfile> SrtpProfiles { get; init; } =
        [SrtpProtectionProfile.AeadAes128Gcm, SrtpProtectionProfile.Aes128CmHmacSha1_80];

    /// <summary>Complete extensions our ClientHello carries on top, so that it can be as long as a browser's.</summary>
    public byte[] OtherHelloExtensions { get; init; } = [];
}
