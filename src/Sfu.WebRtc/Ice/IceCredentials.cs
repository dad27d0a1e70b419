using System.Security.Cryptography;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// The user name fragment and password one side of an ICE session authenticates its checks with (RFC 8445 §5.3).
/// Ours come from the operating system's random source; a restart makes new ones.
/// </summary>
public readonly record struct IceCredentials(string UsernameFragment, string Password)
{
    /// <summary>48 bits, twice what RFC 8445 asks for; exactly 8 characters so that it fits a <see cref="ulong"/> table key.</summary>
    public const int UsernameFragmentLength = 8;

    /// <summary>144 bits; RFC 8445 asks for 128.</summary>
    public const int PasswordLength = 24;

    private const string IceCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"; // RFC 8839 §5.4 ice-char

    public static IceCredentials Generate() => new(
        RandomNumberGenerator.GetString(IceCharacters, UsernameFragmentLength),
        RandomNumberGenerator.GetString(IceCharacters, PasswordLength));

    /// <summary>Says who, never the password: credentials end up in exception texts and debuggers.</summary>
    public override string ToString() => $"ICE {UsernameFragment}";
}
