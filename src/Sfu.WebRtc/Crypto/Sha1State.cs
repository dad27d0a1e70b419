using System.Buffers.Binary;
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

    public uint A, B, C, D, E;

    /// <summary>FIPS 180-4 §5.3.1.</summary>
    public static Sha1State Initial => new() { A = 0x67452301, B = 0xEFCDAB89, C = 0x98BADCFE, D = 0x10325476, E = 0xC3D2E1F0 };

    /// <param name="blocks">A whole number of blocks.</param>
    [SkipLocalsInit]
    public unsafe void Compress(ReadOnlySpan<byte> blocks)
    {
        var w = stackalloc uint[Rounds];
        fixed (byte* start = blocks)
        {
            for (var at = 0; at + BlockLength <= blocks.Length; at += BlockLength)
            {
                if (Sha1Schedule.IsVectorSupported)
                    Sha1Schedule.Begin(start + at, w);
                else
                    Sha1Schedule.ExpandOneByOne(start + at, w);
                Compress(w);
            }
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

    /// <summary>The schedule's later words come into being beside the rounds, far ahead of them.</summary>
    private unsafe void Compress(uint* w)
    {
        var (a, b, c, d, e) = (A, B, C, D, E);
        var next = w + Sha1Schedule.FirstFar;
        var t = 0;
        for (; t < 20; t += 5, next += 4)
        {
            Extend(next);
            Sha1Rounds<Lane1, uint>.FiveOfChoice(ref a, ref b, ref c, ref d, ref e, w + t, K0);
        }

        for (; t < 40; t += 5, next += 4)
        {
            Extend(next);
            Sha1Rounds<Lane1, uint>.FiveOfParity(ref a, ref b, ref c, ref d, ref e, w + t, K1);
        }

        for (; t < 60; t += 5, next += 4)
        {
            Extend(next);
            Sha1Rounds<Lane1, uint>.FiveOfMajority(ref a, ref b, ref c, ref d, ref e, w + t, K2);
        }

        for (; t < Rounds; t += 5)
            Sha1Rounds<Lane1, uint>.FiveOfParity(ref a, ref b, ref c, ref d, ref e, w + t, K3);
        A += a;
        B += b;
        C += c;
        D += d;
        E += e;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void Extend(uint* next)
    {
        if (Sha1Schedule.IsVectorSupported)
            Sha1Schedule.ExtendFar(next);
    }
}
