using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Srtp;

/// <summary>What a session key is for: the labels of RFC 3711 §4.3.1 and §4.3.2.</summary>
internal enum SrtpKeyLabel : byte
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}

/// <summary>
/// Turns a master key and salt into session keys (RFC 3711 §4.3), with the key derivation rate 0 that DTLS-SRTP uses:
/// keys are derived once.
/// </summary>
internal static class SrtpKeyDerivation
{
    /// <summary>The salt as the key derivation wants it: 112 bits. GCM's 96 bits are padded with zeros (RFC 7714 §11).</summary>
    public const int MaxSaltLength = 14;

    /// <summary>
    /// The label's byte within the 112-bit input: the 48-bit index (always 0 here) is to its right.
    /// <code>
    ///  0                 7                  14   16
    /// +-----------------+-+------------------+----+
    /// |        0        |L|     index / 0    |    |   XOR  salt || 0x0000 = first counter block
    /// +-----------------+-+------------------+----+
    /// </code>
    /// </summary>
    private const int LabelOffset = 7;

    public static void Derive(
        ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label, Span<byte> sessionKey)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(masterSalt.Length, MaxSaltLength);
        Span<byte> input = stackalloc byte[Aes128.BlockLength];
        input.Clear();
        masterSalt.CopyTo(input);
        input[LabelOffset] ^= (byte)label;

        using var aes = new Aes128(masterKey);
        sessionKey.Clear();
        aes.XorKeystream(Vector128.Create((ReadOnlySpan<byte>)input), sessionKey);
        CryptographicOperations.ZeroMemory(input);
    }
}
