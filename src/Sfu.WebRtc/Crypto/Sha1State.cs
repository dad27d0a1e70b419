using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// The five words of SHA-1 (FIPS 180-4 §6.1) and its compression, one message at a time. SHA-1 is what RFC 3711 wants for SRTP's HMAC, where its
/// collisions do no harm. .NET has no access to x86 processors' SHA instructions; many messages at once are <see cref="Sha1Lanes{TLanes,TVector}"/>' business.
/// </summary>
internal struct Sha1State
{
    public const int BlockLength = 64;
    public const int DigestLength = 20;
    public const int Rounds = 80;

    // FIPS 180-4 §4.2.1
    public const uint K0 = 0x5A827999, K1 = 0x6ED9EBA1, K2 = 0x8F1BBCDC, K3 = 0xCA62C1D6;

    private const int MessageWords = 16;

    public uint A, B, C, D, E;

    /// <summary>FIPS 180-4 §5.3.1.</summary>
    public static Sha1State Initial => new() { A = 0x67452301, B = 0xEFCDAB89, C = 0x98BADCFE, D = 0x10325476, E = 0xC3D2E1F0 };

    /// <param name="blocks">A whole number of blocks.</param>
    [SkipLocalsInit]
    public unsafe void Compress(ReadOnlySpan<byte> blocks)
    {
        var w = stackalloc uint[Rounds];
        for (; blocks.Length >= BlockLength; blocks = blocks[BlockLength..])
        {
            for (var t = 0; t < MessageWords; t++)
                w[t] = BinaryPrimitives.ReadUInt32BigEndian(blocks[(t * sizeof(uint))..]);
            for (var t = MessageWords; t < Rounds; t++)
                w[t] = BitOperations.RotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
            Compress(w);
        }
    }

    public readonly void Write(Span<byte> digest)
    {
        BinaryPrimitives.WriteUInt32BigEndian(digest, A);
        BinaryPrimitives.WriteUInt32BigEndian(digest[4..], B);
        BinaryPrimitives.WriteUInt32BigEndian(digest[8..], C);
        BinaryPrimitives.WriteUInt32BigEndian(digest[12..], D);
        BinaryPrimitives.WriteUInt32BigEndian(digest[16..], E);
    }

    private unsafe void Compress(uint* w)
    {
        // Five rounds at a time, since after five each word is back in its place. Written out: passed to a method by reference, the words
        // would live in memory instead of in registers. What waits for the round before, the rotation of its result, is added last.
        var (a, b, c, d, e) = (A, B, C, D, E);
        var t = 0;
        for (; t < 20; t += 5)
        {
            e += w[t] + K0 + (((c ^ d) & b) ^ d);
            e += BitOperations.RotateLeft(a, 5);
            b = BitOperations.RotateLeft(b, 30);
            d += w[t + 1] + K0 + (((b ^ c) & a) ^ c);
            d += BitOperations.RotateLeft(e, 5);
            a = BitOperations.RotateLeft(a, 30);
            c += w[t + 2] + K0 + (((a ^ b) & e) ^ b);
            c += BitOperations.RotateLeft(d, 5);
            e = BitOperations.RotateLeft(e, 30);
            b += w[t + 3] + K0 + (((e ^ a) & d) ^ a);
            b += BitOperations.RotateLeft(c, 5);
            d = BitOperations.RotateLeft(d, 30);
            a += w[t + 4] + K0 + (((d ^ e) & c) ^ e);
            a += BitOperations.RotateLeft(b, 5);
            c = BitOperations.RotateLeft(c, 30);
        }

        for (; t < 40; t += 5)
        {
            e += w[t] + K1 + (b ^ c ^ d);
            e += BitOperations.RotateLeft(a, 5);
            b = BitOperations.RotateLeft(b, 30);
            d += w[t + 1] + K1 + (a ^ b ^ c);
            d += BitOperations.RotateLeft(e, 5);
            a = BitOperations.RotateLeft(a, 30);
            c += w[t + 2] + K1 + (e ^ a ^ b);
            c += BitOperations.RotateLeft(d, 5);
            e = BitOperations.RotateLeft(e, 30);
            b += w[t + 3] + K1 + (d ^ e ^ a);
            b += BitOperations.RotateLeft(c, 5);
            d = BitOperations.RotateLeft(d, 30);
            a += w[t + 4] + K1 + (c ^ d ^ e);
            a += BitOperations.RotateLeft(b, 5);
            c = BitOperations.RotateLeft(c, 30);
        }

        for (; t < 60; t += 5)
        {
            e += w[t] + K2 + ((b & c) | (d & (b | c)));
            e += BitOperations.RotateLeft(a, 5);
            b = BitOperations.RotateLeft(b, 30);
            d += w[t + 1] + K2 + ((a & b) | (c & (a | b)));
            d += BitOperations.RotateLeft(e, 5);
            a = BitOperations.RotateLeft(a, 30);
            c += w[t + 2] + K2 + ((e & a) | (b & (e | a)));
            c += BitOperations.RotateLeft(d, 5);
            e = BitOperations.RotateLeft(e, 30);
            b += w[t + 3] + K2 + ((d & e) | (a & (d | e)));
            b += BitOperations.RotateLeft(c, 5);
            d = BitOperations.RotateLeft(d, 30);
            a += w[t + 4] + K2 + ((c & d) | (e & (c | d)));
            a += BitOperations.RotateLeft(b, 5);
            c = BitOperations.RotateLeft(c, 30);
        }

        for (; t < Rounds; t += 5)
        {
            e += w[t] + K3 + (b ^ c ^ d);
            e += BitOperations.RotateLeft(a, 5);
            b = BitOperations.RotateLeft(b, 30);
            d += w[t + 1] + K3 + (a ^ b ^ c);
            d += BitOperations.RotateLeft(e, 5);
            a = BitOperations.RotateLeft(a, 30);
            c += w[t + 2] + K3 + (e ^ a ^ b);
            c += BitOperations.RotateLeft(d, 5);
            e = BitOperations.RotateLeft(e, 30);
            b += w[t + 3] + K3 + (d ^ e ^ a);
            b += BitOperations.RotateLeft(c, 5);
            d = BitOperations.RotateLeft(d, 30);
            a += w[t + 4] + K3 + (c ^ d ^ e);
            a += BitOperations.RotateLeft(b, 5);
            c = BitOperations.RotateLeft(c, 30);
        }

        A += a;
        B += b;
        C += c;
        D += d;
        E += e;
    }
}
