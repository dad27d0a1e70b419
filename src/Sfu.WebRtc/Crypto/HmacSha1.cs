using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// HMAC-SHA1 (RFC 2104) with one key for many short messages, without an allocation per message.
/// Used by one loop; not thread-safe.
/// </summary>
internal sealed class HmacSha1(ReadOnlySpan<byte> key) : IDisposable
{
    public const int HashLength = 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key);

    /// <summary>The MAC of both parts, one after the other.</summary>
    public void Compute(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> destination)
    {
        _hash.AppendData(first);
        if (!second.IsEmpty)
            _hash.AppendData(second);
        _hash.GetHashAndReset(destination);
    }

    public void Dispose() => _hash.Dispose();
}
