using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AesNi = System.Runtime.Intrinsics.X86.Aes;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// The expanded key of AES-128 (FIPS 197 §5.2) for the processor's AES instructions. Lies inside its owner's memory outside the GC heap, so that
/// it is one load away, never copied by a collection, and wiped with its owner.
/// </summary>
[InlineArray(Last + 1)]
internal struct AesRoundKeys
{
    /// <summary>AES-128 has 10 rounds and one key more.</summary>
    public const int Last = 10;

    private Vector128<byte> _first;

    public static bool IsSupported => AesNi.IsSupported && Sse2.IsSupported;

    /// <param name="key">16 bytes.</param>
    /// <param name="keys">Where to.</param>
    public static void Expand(ReadOnlySpan<byte> key, ref AesRoundKeys keys)
    {
        // The instruction wants its round constant as an immediate, hence no loop.
        var k = Vector128.Create(key);
        keys[0] = k;
        keys[1] = k = Next(k, AesNi.KeygenAssist(k, 0x01));
        keys[2] = k = Next(k, AesNi.KeygenAssist(k, 0x02));
        keys[3] = k = Next(k, AesNi.KeygenAssist(k, 0x04));
        keys[4] = k = Next(k, AesNi.KeygenAssist(k, 0x08));
        keys[5] = k = Next(k, AesNi.KeygenAssist(k, 0x10));
        keys[6] = k = Next(k, AesNi.KeygenAssist(k, 0x20));
        keys[7] = k = Next(k, AesNi.KeygenAssist(k, 0x40));
        keys[8] = k = Next(k, AesNi.KeygenAssist(k, 0x80));
        keys[9] = k = Next(k, AesNi.KeygenAssist(k, 0x1B));
        keys[10] = Next(k, AesNi.KeygenAssist(k, 0x36));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<byte> Encrypt(Vector128<byte> block)
    {
        block ^= this[0];
        for (var round = 1; round < Last; round++)
            block = AesNi.Encrypt(block, this[round]);
        return AesNi.EncryptLast(block, this[Last]);
    }

    /// <summary>Four blocks: what is left of a packet, often.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Encrypt4(ref Vector128<byte> b0, ref Vector128<byte> b1, ref Vector128<byte> b2, ref Vector128<byte> b3)
    {
        var key = this[0];
        b0 ^= key;
        b1 ^= key;
        b2 ^= key;
        b3 ^= key;
        for (var round = 1; round < Last; round++)
        {
            key = this[round];
            b0 = AesNi.Encrypt(b0, key);
            b1 = AesNi.Encrypt(b1, key);
            b2 = AesNi.Encrypt(b2, key);
            b3 = AesNi.Encrypt(b3, key);
        }

        key = this[Last];
        b0 = AesNi.EncryptLast(b0, key);
        b1 = AesNi.EncryptLast(b1, key);
        b2 = AesNi.EncryptLast(b2, key);
        b3 = AesNi.EncryptLast(b3, key);
    }

    /// <summary>Eight blocks in flight at once: enough to hide the latency of the instruction, few enough for the registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Encrypt8(
        ref Vector128<byte> b0, ref Vector128<byte> b1, ref Vector128<byte> b2, ref Vector128<byte> b3,
        ref Vector128<byte> b4, ref Vector128<byte> b5, ref Vector128<byte> b6, ref Vector128<byte> b7)
    {
        var key = this[0];
        b0 ^= key;
        b1 ^= key;
        b2 ^= key;
        b3 ^= key;
        b4 ^= key;
        b5 ^= key;
        b6 ^= key;
        b7 ^= key;
        for (var round = 1; round < Last; round++)
        {
            key = this[round];
            b0 = AesNi.Encrypt(b0, key);
            b1 = AesNi.Encrypt(b1, key);
            b2 = AesNi.Encrypt(b2, key);
            b3 = AesNi.Encrypt(b3, key);
            b4 = AesNi.Encrypt(b4, key);
            b5 = AesNi.Encrypt(b5, key);
            b6 = AesNi.Encrypt(b6, key);
            b7 = AesNi.Encrypt(b7, key);
        }

        key = this[Last];
        b0 = AesNi.EncryptLast(b0, key);
        b1 = AesNi.EncryptLast(b1, key);
        b2 = AesNi.EncryptLast(b2, key);
        b3 = AesNi.EncryptLast(b3, key);
        b4 = AesNi.EncryptLast(b4, key);
        b5 = AesNi.EncryptLast(b5, key);
        b6 = AesNi.EncryptLast(b6, key);
        b7 = AesNi.EncryptLast(b7, key);
    }

    private static Vector128<byte> Next(Vector128<byte> key, Vector128<byte> assist)
    {
        // Each word of a round key is the sum of all words before it: two shifted additions make that running sum.
        var word = Sse2.Shuffle(assist.AsInt32(), 0xFF).AsByte();
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 4);
        key ^= Sse2.ShiftLeftLogical128BitLane(key, 8);
        return key ^ word;
    }
}
