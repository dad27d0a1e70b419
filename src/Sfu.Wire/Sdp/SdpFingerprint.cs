using System.Diagnostics.CodeAnalysis;

namespace Sfu.Wire.Sdp;

/// <summary>The hash of a certificate, as <c>a=fingerprint</c> carries it (RFC 8122 §5). The algorithm is in lower case.</summary>
public sealed record SdpFingerprint(string Algorithm, byte[] Value)
{
    /// <summary>Reads <c>sha-256 AB:CD:…</c>. False: not of that form, a hash we do not accept, or of the wrong length.</summary>
    public static bool TryParse(string value, [NotNullWhen(true)] out SdpFingerprint? fingerprint)
    {
        ArgumentNullException.ThrowIfNull(value);
        fingerprint = null;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            return false;
        var algorithm = value[..space].ToLowerInvariant();
        var length = HashLength(algorithm);
        var digits = value.AsSpan(space + 1);
        if (length == 0 || digits.Length != (length * 3) - 1)
            return false;

        var bytes = new byte[length];
        for (var index = 0; index < length; index++)
        {
            var pair = digits.Slice(index * 3, 2);
            if (!char.IsAsciiHexDigit(pair[0]) || !char.IsAsciiHexDigit(pair[1]) || (index > 0 && digits[(index * 3) - 1] != ':'))
                return false;
            bytes[index] = Convert.FromHexString(pair)[0];
        }

        fingerprint = new SdpFingerprint(algorithm, bytes);
        return true;
    }

    public bool Equals(SdpFingerprint? other) => other is not null && Algorithm == other.Algorithm && Value.AsSpan().SequenceEqual(other.Value);

    public override int GetHashCode() => HashCode.Combine(Algorithm, Value.Length);

    /// <summary>The SDP form, in the upper-case digits RFC 8122 asks for.</summary>
    public override string ToString() => $"{Algorithm} {string.Join(':', Value.Select(value => value.ToString("X2", null)))}";

    // RFC 8122 §5 forbids MD2 and MD5, and SHA-1 is no longer collision-free: none of them identifies a peer.
    private static int HashLength(string algorithm) => algorithm switch
    {
        "sha-256" => 32,
        "sha-384" => 48,
        "sha-512" => 64,
        _ => 0,
    };
}
