using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sfu.Server.Links;

/// <summary>What a token is for. Part of what is signed, so that one never passes for the other.</summary>
internal enum TokenKind : byte
{
    Link = 1,
    Seat = 2,

    /// <summary>A line of chat.</summary>
    Line = 3,
}

/// <summary>
/// Tokens that only this server can make: base64url(kind, payload, HMAC-SHA256 over both). One algorithm, no choice in the token.
/// Signed, not secret: nothing goes in that its holder may not read.
/// </summary>
internal sealed class TokenSigner(byte[] key)
{
    /// <summary>One key for each purpose, derived from the file's.</summary>
    private readonly byte[] _signing = HMACSHA256.HashData(key, "sfu tokens v1"u8);

    /// <summary>Without look-alikes, so that it can be read out: 30 characters, twelve of them are 58 bits.</summary>
    private const string CodeAlphabet = "abcdefghjkmnpqrstuvwxyz2345678";

    private const int CodeLength = 12;

    /// <summary>What opens rooms where the server asks for it. The same as long as the key file is.</summary>
    public string CreatorCode { get; } = MakeCode(HMACSHA256.HashData(key, "sfu creator code v1"u8));

    public string Sign(TokenKind kind, ReadOnlySpan<byte> payload)
    {
        byte[] signed = [(byte)kind, .. payload];
        return Base64Url.EncodeToString((byte[])[.. signed, .. HMACSHA256.HashData(_signing, signed)]);
    }

    public bool TryOpen(TokenKind kind, string token, out byte[] payload)
    {
        payload = [];
        byte[] bytes;
        try
        {
            bytes = Base64Url.DecodeFromChars(token);
        }
        catch (FormatException)
        {
            return false;
        }

        // Only one text stands for a token: the last character holds bits that decoding would ignore.
        if (bytes.Length <= HMACSHA256.HashSizeInBytes || Base64Url.EncodeToString(bytes) != token)
        {
            return false;
        }

        var signed = bytes.AsSpan(..^HMACSHA256.HashSizeInBytes);
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(_signing, signed), bytes.AsSpan(^HMACSHA256.HashSizeInBytes..)) || signed[0] != (byte)kind)
        {
            return false;
        }

        payload = signed[1..].ToArray();
        return true;
    }

    /// <summary>Carries a little and vouches for that together with something that is kept elsewhere.</summary>
    public string Seal(TokenKind kind, ReadOnlySpan<byte> carried, ReadOnlySpan<byte> bound) =>
        Base64Url.EncodeToString((byte[])[.. carried, .. MacOf(kind, carried, bound)]);

    /// <summary>False: not sealed here, or not with <paramref name="bound"/>.</summary>
    public bool TryUnseal(TokenKind kind, string seal, Span<byte> carried, ReadOnlySpan<byte> bound)
    {
        Span<byte> bytes = stackalloc byte[carried.Length + HMACSHA256.HashSizeInBytes];
        if (seal.Length != Base64Url.GetEncodedLength(bytes.Length) || Base64Url.DecodeFromChars(seal, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length
            || !CryptographicOperations.FixedTimeEquals(MacOf(kind, bytes[..carried.Length], bound), bytes[carried.Length..]))
        {
            return false;
        }

        bytes[..carried.Length].CopyTo(carried);
        return true;
    }

    private byte[] MacOf(TokenKind kind, ReadOnlySpan<byte> carried, ReadOnlySpan<byte> bound) =>
        HMACSHA256.HashData(_signing, (byte[])[(byte)kind, .. BitConverter.GetBytes(carried.Length), .. carried, .. bound]);

    /// <summary>Binds a token to its room without naming it.</summary>
    public string Fingerprint(string roomKey) => Convert.ToHexString(HMACSHA256.HashData(_signing, Encoding.UTF8.GetBytes("room:" + roomKey)).AsSpan(0, 16));

    public bool IsCreatorCode(string text) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(text.Trim().ToLowerInvariant().Replace("-", "", StringComparison.Ordinal)), Encoding.UTF8.GetBytes(CreatorCode.Replace("-", "", StringComparison.Ordinal)));

    private static string MakeCode(byte[] random)
    {
        var code = new StringBuilder();
        for (var i = 0; i < CodeLength; i++)
        {
            code.Append(i is 4 or 8 ? "-" : "").Append(CodeAlphabet[random[i] % CodeAlphabet.Length]);
        }

        return code.ToString();
    }
}
