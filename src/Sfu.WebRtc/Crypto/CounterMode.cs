using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// Counter mode on the processor's AES: the keystream is the encryption of a block that counts up in its last 32 bits, as GCM does (SP 800-38D §6.2).
/// RFC 3711 §4.1.1 counts in the last 16, from zero, and a datagram has far less than 2^16 blocks: the same thing.
/// Counters are kept back to front, so that the count is the lowest element and the processor's to add to.
/// </summary>
internal static unsafe class CounterMode
{
    public const int BlockLength = 16;

    /// <summary>Blocks in flight at once: enough to hide the latency of the instruction, few enough for the registers.</summary>
    public const int Lanes = 8;

    /// <summary>Blocks of a 512-bit vector.</summary>
    public const int WideLanes = 4;

    public const int WideLength = WideLanes * BlockLength;

    /// <summary>AVX-512 for everything but AES itself, which .NET has 128 bits wide only: four counters, four blocks of data to an instruction, and tails without a copy.</summary>
    public static bool IsWideSupported => AesRoundKeys.IsSupported && Vector512.IsHardwareAccelerated && Avx512BW.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Reverse(Vector128<byte> block) =>
        Vector128.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    /// <summary>Each of the four blocks back to front.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Reverse(Vector512<byte> blocks) => Avx512BW.Shuffle(
        blocks,
        Vector512.Create(
            (byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
            15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));

    /// <summary>Adds keystream to data in place: encrypts or decrypts.</summary>
    /// <param name="keys">The expanded key.</param>
    /// <param name="counter">The first block, back to front.</param>
    /// <param name="at">The data.</param>
    /// <param name="length">Any, in bytes.</param>
    /// <param name="isWide">Only where <see cref="IsWideSupported"/>.</param>
    public static void Xor(AesRoundKeys* keys, Vector128<uint> counter, byte* at, int length, bool isWide)
    {
        if (isWide)
            XorWide(keys, FourFrom(counter), at, length);
        else
            XorNarrow(keys, counter, at, length);
    }

    /// <summary>Eight blocks of keystream; the counter moves on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Next8(
        AesRoundKeys* keys, ref Vector128<uint> counter,
        out Vector128<byte> b0, out Vector128<byte> b1, out Vector128<byte> b2, out Vector128<byte> b3,
        out Vector128<byte> b4, out Vector128<byte> b5, out Vector128<byte> b6, out Vector128<byte> b7)
    {
        var c = counter;
        b0 = Reverse(c.AsByte());
        b1 = Reverse((c + Vector128.CreateScalar(1u)).AsByte());
        b2 = Reverse((c + Vector128.CreateScalar(2u)).AsByte());
        b3 = Reverse((c + Vector128.CreateScalar(3u)).AsByte());
        b4 = Reverse((c + Vector128.CreateScalar(4u)).AsByte());
        b5 = Reverse((c + Vector128.CreateScalar(5u)).AsByte());
        b6 = Reverse((c + Vector128.CreateScalar(6u)).AsByte());
        b7 = Reverse((c + Vector128.CreateScalar(7u)).AsByte());
        counter = c + Vector128.CreateScalar((uint)Lanes);
        keys->Encrypt8(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
    }

    /// <summary>Eight blocks into memory, for a tail.</summary>
    public static void Next8(AesRoundKeys* keys, Vector128<uint> counter, Vector128<byte>* keystream)
    {
        // Locals first: encrypted through the pointer, each round would wait for the stores of the one before.
        Next8(keys, ref counter, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
        keystream[0] = b0;
        keystream[1] = b1;
        keystream[2] = b2;
        keystream[3] = b3;
        keystream[4] = b4;
        keystream[5] = b5;
        keystream[6] = b6;
        keystream[7] = b7;
    }

    /// <summary>The counter's block and the three behind it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> FourFrom(Vector128<uint> counter)
    {
        var two = Vector256.Create(counter, counter);
        return Vector512.Create(two, two) + Vector512.Create(0u, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0);
    }

    /// <summary>Four blocks of keystream; the counters move on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Next4(AesRoundKeys* keys, ref Vector512<uint> counters)
    {
        var blocks = Reverse(counters.AsByte());
        counters += FourMore;
        Split(blocks, out var b0, out var b1, out var b2, out var b3);
        keys->Encrypt4(ref b0, ref b1, ref b2, ref b3);
        return Join(b0, b1, b2, b3);
    }

    /// <summary>Eight blocks of keystream; the counters move on.</summary>
    /// <remarks>
    /// A method of its own: AES's instructions reach the lower half of the registers only, and among other vectors the compiler would move keys and blocks there and back
    /// in every round.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Next8(AesRoundKeys* keys, ref Vector512<uint> counters, out Vector512<byte> first, out Vector512<byte> second)
    {
        var c = counters;
        Split(Reverse(c.AsByte()), out var b0, out var b1, out var b2, out var b3);
        Split(Reverse((c + FourMore).AsByte()), out var b4, out var b5, out var b6, out var b7);
        counters = c + FourMore + FourMore;
        keys->Encrypt8(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
        first = Join(b0, b1, b2, b3);
        second = Join(b4, b5, b6, b7);
    }

    /// <summary>All ones in the first bytes, at most 64: what may be loaded and stored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> FirstBytes(int count) =>
        Vector512.LessThan(Vector512<byte>.Indices, Vector512.Create((byte)Math.Min(count, WideLength)));

    private static Vector512<uint> FourMore => Vector512.Create(4u, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0, 4, 0, 0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Split(
        Vector512<byte> blocks, out Vector128<byte> b0, out Vector128<byte> b1, out Vector128<byte> b2, out Vector128<byte> b3)
    {
        b0 = blocks.GetLower().GetLower();
        b1 = blocks.GetLower().GetUpper();
        b2 = blocks.GetUpper().GetLower();
        b3 = blocks.GetUpper().GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Join(Vector128<byte> b0, Vector128<byte> b1, Vector128<byte> b2, Vector128<byte> b3) =>
        Vector512.Create(Vector256.Create(b0, b1), Vector256.Create(b2, b3));

    private static void XorWide(AesRoundKeys* keys, Vector512<uint> counters, byte* at, int left)
    {
        for (; left >= 2 * WideLength; left -= 2 * WideLength, at += 2 * WideLength)
        {
            Next8(keys, ref counters, out var first, out var second);
            (Vector512.Load(at) ^ first).Store(at);
            (Vector512.Load(at + WideLength) ^ second).Store(at + WideLength);
        }

        for (; left > 0; left -= WideLength, at += WideLength)
        {
            var mask = FirstBytes(left);
            var data = Avx512BW.MaskLoad(at, mask, Vector512<byte>.Zero);
            Avx512BW.MaskStore(at, mask, data ^ Next4(keys, ref counters));
        }
    }

    [SkipLocalsInit]
    private static void XorNarrow(AesRoundKeys* keys, Vector128<uint> counter, byte* at, int left)
    {
        for (; left >= Lanes * BlockLength; left -= Lanes * BlockLength, at += Lanes * BlockLength)
        {
            Next8(keys, ref counter, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
            (Vector128.Load(at) ^ b0).Store(at);
            (Vector128.Load(at + 16) ^ b1).Store(at + 16);
            (Vector128.Load(at + 32) ^ b2).Store(at + 32);
            (Vector128.Load(at + 48) ^ b3).Store(at + 48);
            (Vector128.Load(at + 64) ^ b4).Store(at + 64);
            (Vector128.Load(at + 80) ^ b5).Store(at + 80);
            (Vector128.Load(at + 96) ^ b6).Store(at + 96);
            (Vector128.Load(at + 112) ^ b7).Store(at + 112);
        }

        if (left == 0)
            return;

        // Eight blocks cost hardly more than one, since all are in flight together.
        var keystream = stackalloc Vector128<byte>[Lanes];
        Next8(keys, counter, keystream);
        for (; left >= BlockLength; left -= BlockLength, at += BlockLength, keystream++)
            (Vector128.Load(at) ^ *keystream).Store(at);
        if (left > 0)
            PartialBlock.Store(PartialBlock.Load(at, left) ^ *keystream, at, left);
    }
}
