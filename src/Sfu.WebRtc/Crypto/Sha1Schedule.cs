using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// SHA-1's message schedule (FIPS 180-4 §6.1.2 step 1) of one block, four words at a time. The vector unit is idle while the rounds wait for one another, so
/// that the later words cost next to nothing beside them.
/// </summary>
internal static unsafe class Sha1Schedule
{
    public const int MessageWords = 16;

    /// <summary>From this word on each comes from words no nearer than the sixth before: four at once need none of themselves.</summary>
    public const int FirstFar = 32;

    public static bool IsVectorSupported => Ssse3.IsSupported;

    /// <summary>The words before <see cref="FirstFar"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(byte* block, uint* w)
    {
        var w0 = LoadBigEndian(block);
        var w4 = LoadBigEndian(block + 16);
        var w8 = LoadBigEndian(block + 32);
        var w12 = LoadBigEndian(block + 48);
        var w16 = Near(w0, w4, w8, w12);
        var w20 = Near(w4, w8, w12, w16);
        var w24 = Near(w8, w12, w16, w20);
        w0.Store(w);
        w4.Store(w + 4);
        w8.Store(w + 8);
        w12.Store(w + 12);
        w16.Store(w + 16);
        w20.Store(w + 20);
        w24.Store(w + 24);
        Near(w12, w16, w20, w24).Store(w + 28);
    }

    /// <summary>The next four words, from <see cref="FirstFar"/> on: the recurrence put into itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ExtendFar(uint* w)
    {
        var sixth = Sse2.Shuffle(Vector128.Load(w - 8).AsDouble(), Vector128.Load(w - 4).AsDouble(), 1).AsUInt32();
        RotateLeft(sixth ^ Vector128.Load(w - 16) ^ Vector128.Load(w - 28) ^ Vector128.Load(w - 32), 2).Store(w);
    }

    /// <summary>All words one by one: for a processor without those instructions.</summary>
    public static void ExpandOneByOne(byte* block, uint* w)
    {
        for (var t = 0; t < MessageWords; t++)
            w[t] = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(block + (t * sizeof(uint)), sizeof(uint)));
        for (var t = MessageWords; t < Sha1State.Rounds; t++)
            w[t] = BitOperations.RotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
    }

    /// <summary>Four words of a message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<uint> LoadBigEndian(byte* at) =>
        Ssse3.Shuffle(Vector128.Load(at), Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)).AsUInt32();

    /// <summary>Four words from the sixteen before them. The last needs the first, which is added when it is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> Near(Vector128<uint> sixteenth, Vector128<uint> twelfth, Vector128<uint> eighth, Vector128<uint> fourth)
    {
        var fourteenth = Sse2.Shuffle(sixteenth.AsDouble(), twelfth.AsDouble(), 1).AsUInt32();
        var third = Sse2.ShiftRightLogical128BitLane(fourth, 4);
        var words = RotateLeft(sixteenth ^ fourteenth ^ eighth ^ third, 1);
        return words ^ Sse2.ShiftLeftLogical128BitLane(RotateLeft(words, 1), 12);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> RotateLeft(Vector128<uint> words, [ConstantExpected] byte count) =>
        Avx512F.VL.IsSupported ? Avx512F.VL.RotateLeft(words, count) : (words << count) | (words >>> (32 - count));
}
