namespace Sfu.Wire.Dtls;

/// <summary>The few code points we speak; everything else a peer offers is skipped.</summary>
public static class TlsParameters
{
    /// <summary>DTLS versions count downwards (RFC 6347 §4.1): 1.0 is 254.255, 1.2 is 254.253, 1.3 is 254.252.</summary>
    public const ushort Dtls10 = 0xFEFF;
    public const ushort Dtls12 = 0xFEFD;

    /// <summary>The high byte that every DTLS version has.</summary>
    public const byte DtlsMajor = 0xFE;

    /// <summary>TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 (RFC 5289 §3.2).</summary>
    public const ushort EcdheEcdsaAes128GcmSha256 = 0xC02B;

    /// <summary>TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 §3.3), not a cipher suite at all.</summary>
    public const ushort EmptyRenegotiationInfoScsv = 0x00FF;

    public const byte NullCompression = 0;

    /// <summary>secp256r1 (RFC 8422 §5.1.1).</summary>
    public const ushort GroupSecp256r1 = 23;

    /// <summary>ECCurveType named_curve (RFC 8422 §5.4).</summary>
    public const byte NamedCurve = 3;

    /// <summary>ECPointFormat uncompressed (RFC 8422 §5.1.2), the only one left.</summary>
    public const byte UncompressedPoint = 0;

    /// <summary>An uncompressed P-256 point: 0x04, X, Y.</summary>
    public const int Secp256r1PointLength = 65;

    /// <summary>ClientCertificateType rsa_sign and ecdsa_sign (RFC 5246 §7.4.4, RFC 8422 §5.5).</summary>
    public const byte CertificateTypeRsaSign = 1;
    public const byte CertificateTypeEcdsaSign = 64;

    public const int RandomLength = 32;

    /// <summary>RFC 5246 §7.4.9: 12 bytes for every suite that does not say otherwise.</summary>
    public const int VerifyDataLength = 12;
}
