namespace Sfu.Wire.Stun;

/// <summary>
/// Sizes and constants of the STUN format.
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN Message Type     |         Message Length        |   RFC 8489 §5
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Magic Cookie                          |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Transaction ID (96 bits)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Type                  |            Length             |   RFC 8489 §14, repeated;
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+   Length leaves out the
/// |                Value, padded to a multiple of 4               |   padding
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </summary>
internal static class StunFormat
{
    public const int LengthOffset = 2;
    public const int CookieOffset = 4;
    public const int TransactionIdOffset = 8;
    public const int TransactionIdLength = 12;
    public const int HeaderLength = 20;
    public const int AttributeHeaderLength = 4;

    public const uint MagicCookie = 0x2112_A442;

    /// <summary>An Ethernet frame's payload. RFC 8489 §6.1 wants less; nothing we meet comes near.</summary>
    public const int MaxMessageLength = 1500;

    /// <summary>RFC 8489 §14.3: a USERNAME has fewer than 509 bytes; RFC 8445 allows two 256-character halves and a colon.</summary>
    public const int MaxUsernameLength = 513;

    public const int IntegrityLength = 20; // HMAC-SHA1
    public const int FingerprintLength = 4; // CRC-32
    public const uint FingerprintXor = 0x5354_554E; // "STUN", RFC 8489 §14.7

    // XOR-MAPPED-ADDRESS: one reserved byte, the family, the port, the address (RFC 8489 §14.2).
    public const byte FamilyIPv4 = 1;
    public const byte FamilyIPv6 = 2;
    public const int AddressHeaderLength = 4;
    public const ushort PortXor = (ushort)(MagicCookie >> 16);

    public const ushort FirstComprehensionOptional = 0x8000;

    public static int Padded(int length) => (length + 3) & ~3;
}
