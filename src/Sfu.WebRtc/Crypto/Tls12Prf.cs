using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>The TLS 1.2 pseudo-random function with SHA-256 (RFC 5246 §5): P_SHA256(secret, label ‖ seed).</summary>
internal static class Tls12Prf
{
    // The longest label is "extended master secret", the longest seed two randoms.
    private const int MaxLabelAndSeedLength = 128;

    /// <summary>Fills <paramref name="output"/>; the seed is <paramref name="seed1"/> ‖ <paramref name="seed2"/>.</summary>
    public static void Compute(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label, ReadOnlySpan<byte> seed1, ReadOnlySpan<byte> seed2, Span<byte> output)
    {
        const int hashLength = HMACSHA256.HashSizeInBytes;
        // One buffer holds A(i) ‖ label ‖ seed, so that both HMACs of a round read from it.
        Span<byte> buffer = stackalloc byte[hashLength + MaxLabelAndSeedLength];
        Span<byte> block = stackalloc byte[hashLength];
        label.CopyTo(buffer[hashLength..]);
        seed1.CopyTo(buffer[(hashLength + label.Length)..]);
        seed2.CopyTo(buffer[(hashLength + label.Length + seed1.Length)..]);
        buffer = buffer[..(hashLength + label.Length + seed1.Length + seed2.Length)];
        var a = buffer[..hashLength];

        HMACSHA256.HashData(secret, buffer[hashLength..], a); // A(1) = HMAC(secret, label ‖ seed)
        while (!output.IsEmpty)
        {
            HMACSHA256.HashData(secret, buffer, block);
            var count = Math.Min(hashLength, output.Length);
            block[..count].CopyTo(output);
            output = output[count..];
            HMACSHA256.HashData(secret, a, block); // A(i+1) = HMAC(secret, A(i))
            block.CopyTo(a);
        }

        CryptographicOperations.ZeroMemory(buffer);
        CryptographicOperations.ZeroMemory(block);
    }
}
