using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// The hash of a certificate as SDP carries it: <c>a=fingerprint:sha-256 AB:CD:…</c> (RFC 8122 §5).
/// It is what ties the DTLS peer to the one who signalled. Immutable.
/// </summary>
public sealed record CertificateFingerprint
{
    /// <param name="algorithm">A hash name of RFC 8122; one we cannot compute never matches anything.</param>
    /// <param name="value">The hash of the certificate's DER bytes.</param>
    public CertificateFingerprint(string algorithm, byte[] value)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentNullException.ThrowIfNull(value);
        Algorithm = algorithm.ToLowerInvariant();
        Value = value;
    }

    /// <summary>Lower-case hash name, such as <c>sha-256</c>.</summary>
    public string Algorithm { get; }

    public byte[] Value { get; }

    /// <summary>The SHA-256 fingerprint of a DER certificate.</summary>
    public static CertificateFingerprint Sha256(ReadOnlySpan<byte> certificate) => new("sha-256", SHA256.HashData(certificate));

    /// <summary>Reads the value of an <c>a=fingerprint</c> attribute; unknown hash names are read, but never match.</summary>
    public static bool TryParse(string sdpValue, [NotNullWhen(true)] out CertificateFingerprint? fingerprint)
    {
        fingerprint = null;
        if (sdpValue is null)
            return false;

        var space = sdpValue.IndexOf(' ', StringComparison.Ordinal);
        if (space < 1)
            return false;
        var algorithm = sdpValue[..space].ToLowerInvariant();
        if (!TryParseHexPairs(sdpValue.AsSpan(space + 1).Trim(), out var value))
            return false;
        if (HashLength(algorithm) is var expected and > 0 && value.Length != expected)
            return false;

        fingerprint = new CertificateFingerprint(algorithm, value);
        return true;
    }

    /// <summary>Whether this is the fingerprint of the given DER certificate. Hashes that RFC 8122 forbids (MD5, SHA-1) never match.</summary>
    public bool Matches(ReadOnlySpan<byte> der)
    {
        Span<byte> hash = stackalloc byte[SHA512.HashSizeInBytes];
        var length = HashLength(Algorithm);
        if (length == 0)
            return false;

        hash = hash[..length];
        switch (Algorithm)
        {
            case "sha-256": SHA256.HashData(der, hash); break;
            case "sha-384": SHA384.HashData(der, hash); break;
            default: SHA512.HashData(der, hash); break;
        }

        return CryptographicOperations.FixedTimeEquals(hash, Value);
    }

    public bool Equals(CertificateFingerprint? other) =>
        other is not null && Algorithm == other.Algorithm && Value.AsSpan().SequenceEqual(other.Value);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Algorithm);
        hash.AddBytes(Value);
        return hash.ToHashCode();
    }

    /// <summary>The SDP form, upper-case as RFC 8122 §5 writes it.</summary>
    public override string ToString() => Algorithm + " " + string.Join(':', Value.Select(b => b.ToString("X2", null)));

    private static int HashLength(string algorithm) => algorithm switch
    {
        "sha-256" => SHA256.HashSizeInBytes,
        "sha-384" => SHA384.HashSizeInBytes,
        "sha-512" => SHA512.HashSizeInBytes,
        _ => 0,
    };

    private static bool TryParseHexPairs(ReadOnlySpan<char> text, out byte[] value)
    {
        value = [];
        // "AB:CD:EF": three characters per byte, less the last colon.
        if (text.IsEmpty || (text.Length + 1) % 3 != 0 || text.Length > SHA512.HashSizeInBytes * 3)
            return false;

        var bytes = new byte[(text.Length + 1) / 3];
        for (var i = 0; i < bytes.Length; i++)
        {
            var at = i * 3;
            if (i > 0 && text[at - 1] != ':')
                return false;
            if (!char.IsAsciiHexDigit(text[at]) || !char.IsAsciiHexDigit(text[at + 1]))
                return false;
            bytes[i] = Convert.FromHexString(text.Slice(at, 2))[0];
        }

        value = bytes;
        return true;
    }
}
