using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// HMAC-SHA1 (RFC 2104) with one key for many short messages, one at a time and without an allocation per message.
/// Used by one loop; not thread-safe. Many messages that wait together go through <see cref="HmacSha1Batch"/> instead.
/// </summary>
internal sealed class HmacSha1(ReadOnlySpan<byte> key) : IDisposable
{
    public const int HashLength = Sha1State.DigestLength;

    /// <summary>
    /// From here on the framework's SHA-1 is the faster one, which uses the processor's instructions for it and costs over 400 ns before
    /// it begins (measured; docs/microbenchmarks.md).
    /// </summary>
    private const int FrameworkFrom = 600;

    // The framework's plain hash, not its HMAC: that takes 100 to 200 ns longer (measured).
    private readonly IncrementalHash _framework = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private readonly byte[] _innerBlock = HmacSha1Key.InnerBlock(key);
    private HmacSha1Key _key = new(key);

    public bool IsDisposed { get; private set; }

    /// <summary>The key's two states, for a batch.</summary>
    public ref readonly HmacSha1Key Key => ref _key;

    /// <summary>The MAC of a message and a suffix of at most four bytes behind it.</summary>
    public void Compute(ReadOnlySpan<byte> message, ReadOnlySpan<byte> suffix, Span<byte> destination)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (message.Length < FrameworkFrom)
            Compute(in _key, message, suffix, destination);
        else
            ComputeWithFramework(message, suffix, destination);
    }

    public void Dispose()
    {
        _framework.Dispose();
        CryptographicOperations.ZeroMemory(_innerBlock);
        _key = default;
        IsDisposed = true;
    }

    internal void ComputeWithFramework(ReadOnlySpan<byte> message, ReadOnlySpan<byte> suffix, Span<byte> destination)
    {
        Span<byte> digest = stackalloc byte[HashLength];
        _framework.AppendData(_innerBlock);
        _framework.AppendData(message);
        if (!suffix.IsEmpty)
            _framework.AppendData(suffix);
        _framework.GetHashAndReset(digest);
        Finish(in _key, digest, destination);
    }

    [SkipLocalsInit]
    internal static void Compute(in HmacSha1Key key, ReadOnlySpan<byte> message, ReadOnlySpan<byte> suffix, Span<byte> destination)
    {
        Span<byte> end = stackalloc byte[2 * Sha1State.BlockLength];
        var whole = message.Length / Sha1State.BlockLength * Sha1State.BlockLength;
        var state = key.Inner;
        state.Compress(message[..whole]);
        state.Compress(end[..HmacSha1Key.WriteEnd(end, message[whole..], suffix, message.Length + suffix.Length)]);

        Span<byte> digest = stackalloc byte[HashLength];
        state.Write(digest);
        Finish(in key, digest, destination);
    }

    /// <summary>The outer hash: one block.</summary>
    [SkipLocalsInit]
    private static void Finish(in HmacSha1Key key, ReadOnlySpan<byte> innerDigest, Span<byte> destination)
    {
        Span<byte> end = stackalloc byte[2 * Sha1State.BlockLength];
        var state = key.Outer;
        state.Compress(end[..HmacSha1Key.WriteEnd(end, innerDigest, default, HashLength)]);
        state.Write(destination);
    }
}
