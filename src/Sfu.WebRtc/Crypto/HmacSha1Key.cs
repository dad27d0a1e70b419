using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// A key of HMAC-SHA1 (RFC 2104 §4) as two hash states, from which each message goes on: saves two of the five blocks that
/// a short packet would cost. As secret as the key itself.
/// </summary>
internal struct HmacSha1Key
{
    private const byte InnerPad = 0x36, OuterPad = 0x5C;

    /// <summary>After the block of the key and 0x36; the message follows.</summary>
    public Sha1State Inner;

    /// <summary>After the block of the key and 0x5C; the inner digest follows.</summary>
    public Sha1State Outer;

    /// <param name="key">At most 64 bytes; SRTP's have 20.</param>
    public HmacSha1Key(ReadOnlySpan<byte> key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, Sha1State.BlockLength);
        Span<byte> block = stackalloc byte[Sha1State.BlockLength];
        (Inner, Outer) = (Sha1State.Initial, Sha1State.Initial);
        Fill(block, key, InnerPad);
        Inner.Compress(block);
        Fill(block, key, OuterPad);
        Outer.Compress(block);
        CryptographicOperations.ZeroMemory(block);
    }

    /// <summary>The key's block of 64 bytes that the inner hash begins with. As secret as the key.</summary>
    public static byte[] InnerBlock(ReadOnlySpan<byte> key)
    {
        var block = new byte[Sha1State.BlockLength];
        Fill(block, key, InnerPad);
        return block;
    }

    /// <summary>
    /// What is left of a message behind its last whole block, a suffix, and SHA-1's padding (FIPS 180-4 §5.1.1: a one, zeros, the length in bits).
    /// </summary>
    /// <param name="blocks">128 bytes.</param>
    /// <param name="rest">Less than a block.</param>
    /// <param name="suffix">At most four bytes.</param>
    /// <param name="length">Of the whole message with its suffix, without the key's block.</param>
    /// <returns>How many bytes of <paramref name="blocks"/> are to be hashed: 64 or 128.</returns>
    public static int WriteEnd(Span<byte> blocks, ReadOnlySpan<byte> rest, ReadOnlySpan<byte> suffix, int length)
    {
        var used = rest.Length + suffix.Length;
        var end = used + 1 + sizeof(ulong) <= Sha1State.BlockLength ? Sha1State.BlockLength : 2 * Sha1State.BlockLength;
        rest.CopyTo(blocks);
        suffix.CopyTo(blocks[rest.Length..]);
        blocks[used..end].Clear();
        blocks[used] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(blocks[(end - sizeof(ulong))..], (ulong)(Sha1State.BlockLength + length) * 8);
        return end;
    }

    private static void Fill(Span<byte> block, ReadOnlySpan<byte> key, byte pad)
    {
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++)
            block[i] ^= key[i];
    }
}
