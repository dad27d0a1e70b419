using System.Diagnostics.CodeAnalysis;
using Sfu.WebRtc.Srtp;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// What a ClientHello and we agree on. There is one suite, one group and one signature scheme, so agreeing means that the
/// client offers them; only the SRTP profile is a choice, and it is ours. Immutable.
/// </summary>
internal sealed record NegotiatedHello
{
    public required byte[] ClientRandom { get; init; }

    public required SrtpProtectionProfile SrtpProfile { get; init; }

    public required bool ExtendedMasterSecret { get; init; }

    public required bool RenegotiationInfo { get; init; }

    public required bool PointFormats { get; init; }

    /// <summary>False with a reason when the hello cannot lead to a session of ours.</summary>
    public static bool TryAgree(
        ReadOnlySpan<byte> helloBody,
        IReadOnlyList<SrtpProtectionProfile> srtpProfiles,
        [NotNullWhen(true)] out NegotiatedHello? negotiated,
        out string reason)
    {
        negotiated = null;
        if (!ClientHelloReader.TryRead(helloBody, out var hello))
        {
            reason = "the ClientHello is malformed";
            return false;
        }

        var profile = ChooseSrtpProfile(hello.SrtpProfiles, srtpProfiles);
        reason = FirstObjection(hello, profile);
        if (reason.Length > 0)
            return false;

        negotiated = new NegotiatedHello
        {
            ClientRandom = hello.Random.ToArray(),
            SrtpProfile = profile,
            ExtendedMasterSecret = hello.HasExtendedMasterSecret,
            RenegotiationInfo = hello.HasRenegotiationInfo,
            PointFormats = !hello.PointFormats.IsEmpty,
        };
        return true;
    }

    private static string FirstObjection(in ClientHelloReader hello, SrtpProtectionProfile profile)
    {
        // Versions count downwards: 1.2 is the smaller number. A client that lists its versions means the list.
        if (hello.Version >> 8 != TlsParameters.DtlsMajor || hello.Version > TlsParameters.Dtls12)
            return "the client does not speak DTLS 1.2";
        if (hello.SupportedVersions.Count > 0 && !hello.SupportedVersions.Contains(TlsParameters.Dtls12))
            return "the client's list of versions lacks DTLS 1.2";
        if (!hello.CipherSuites.Contains(TlsParameters.EcdheEcdsaAes128GcmSha256))
            return "the client does not offer ECDHE-ECDSA-AES128-GCM-SHA256";
        if (!hello.CompressionMethods.Contains(TlsParameters.NullCompression))
            return "the client insists on compression";
        // Without the extension every group is allowed (RFC 8422 §4).
        if (hello.SupportedGroups.Count > 0 && !hello.SupportedGroups.Contains(TlsParameters.GroupSecp256r1))
            return "the client does not offer the group P-256";
        if (!hello.PointFormats.IsEmpty && !hello.PointFormats.Contains(TlsParameters.UncompressedPoint))
            return "the client does not accept uncompressed points";
        // Without the extension the client would mean SHA-1 (RFC 5246 §7.4.1.4.1).
        if (!hello.SignatureAlgorithms.Contains((ushort)SignatureScheme.EcdsaSecp256r1Sha256))
            return "the client does not accept ecdsa_secp256r1_sha256";
        return profile is SrtpProtectionProfile.None ? "the client offers no SRTP profile we have" : "";
    }

    private static SrtpProtectionProfile ChooseSrtpProfile(TlsUInt16List offered, IReadOnlyList<SrtpProtectionProfile> ours)
    {
        foreach (var profile in ours)
        {
            if (offered.Contains((ushort)profile))
                return profile;
        }

        return SrtpProtectionProfile.None;
    }
}
