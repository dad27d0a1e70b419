namespace Sfu.Wire.Stun;

/// <summary>
/// Attributes we know: RFC 8489 §18.3, RFC 8445 §16.1. Below 0x8000 an attribute must be understood
/// (a request with an unknown one is answered with 420), from 0x8000 on it may be ignored.
/// </summary>
public enum StunAttributeType : ushort
{
    MappedAddress = 0x0001,
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000A,
    Realm = 0x0014,
    Nonce = 0x0015,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,

    Software = 0x8022,
    Fingerprint = 0x8028,
    IceControlled = 0x8029,
    IceControlling = 0x802A,

    /// <summary>libwebrtc's renomination counter (draft-thatcher-ice-renomination); the higher value wins.</summary>
    Nomination = 0xC001,
}
