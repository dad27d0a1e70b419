namespace Sfu.Wire.Dtls;

/// <summary>Hello extensions we read or write; every other one is skipped.</summary>
public enum TlsExtensionType : ushort
{
    /// <summary>RFC 8422 §5.1.1.</summary>
    SupportedGroups = 10,

    /// <summary>RFC 8422 §5.1.2.</summary>
    EcPointFormats = 11,

    /// <summary>RFC 5246 §7.4.1.4.1.</summary>
    SignatureAlgorithms = 13,

    /// <summary>RFC 5764 §4.1.1.</summary>
    UseSrtp = 14,

    /// <summary>RFC 7627 §5.1.</summary>
    ExtendedMasterSecret = 23,

    /// <summary>RFC 8446 §4.2.1; a client that sends it lists every version it accepts there.</summary>
    SupportedVersions = 43,

    /// <summary>RFC 5746 §3.2.</summary>
    RenegotiationInfo = 0xFF01,
}
