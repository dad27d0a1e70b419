using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc.Crypto;

/// <summary>What SHA-1 does with words, for a vector of them. Implemented by empty structures, so that the compiler puts the instructions in place.</summary>
internal interface ILanes<TVector>
    where TVector : unmanaged
{
    static abstract bool IsSupported { get; }

    /// <summary>Words in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Broadcast(uint word);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Xor(TVector left, TVector right);

    static abstract TVector RotateLeft1(TVector value);

    static abstract TVector RotateLeft5(TVector value);

    static abstract TVector RotateLeft30(TVector value);

    // FIPS 180-4 §4.1.1
    static abstract TVector Choice(TVector x, TVector y, TVector z);

    static abstract TVector Parity(TVector x, TVector y, TVector z);

    static abstract TVector Majority(TVector x, TVector y, TVector z);
}

/// <summary>One word: a message alone.</summary>
internal readonly struct Lane1 : ILanes<uint>
{
    public static bool IsSupported => true;

    public static int Count => 1;

    public static uint Broadcast(uint word) => word;

    public static uint Add(uint left, uint right) => left + right;

    public static uint Xor(uint left, uint right) => left ^ right;

    public static uint RotateLeft1(uint value) => BitOperations.RotateLeft(value, 1);

    public static uint RotateLeft5(uint value) => BitOperations.RotateLeft(value, 5);

    public static uint RotateLeft30(uint value) => BitOperations.RotateLeft(value, 30);

    public static uint Choice(uint x, uint y, uint z) => ((y ^ z) & x) ^ z;

    public static uint Parity(uint x, uint y, uint z) => x ^ y ^ z;

    public static uint Majority(uint x, uint y, uint z) => (x & y) | (z & (x | y));
}

/// <summary>Four words at a time: any processor with vectors.</summary>
internal readonly struct Lanes4 : ILanes<Vector128<uint>>
{
    public static bool IsSupported => Vector128.IsHardwareAccelerated;

    public static int Count => 4;

    public static Vector128<uint> Broadcast(uint word) => Vector128.Create(word);

    public static Vector128<uint> Add(Vector128<uint> left, Vector128<uint> right) => left + right;

    public static Vector128<uint> Xor(Vector128<uint> left, Vector128<uint> right) => left ^ right;

    public static Vector128<uint> RotateLeft1(Vector128<uint> value) => (value << 1) | (value >>> 31);

    public static Vector128<uint> RotateLeft5(Vector128<uint> value) => (value << 5) | (value >>> 27);

    public static Vector128<uint> RotateLeft30(Vector128<uint> value) => (value << 30) | (value >>> 2);

    public static Vector128<uint> Choice(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => ((y ^ z) & x) ^ z;

    public static Vector128<uint> Parity(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => x ^ y ^ z;

    public static Vector128<uint> Majority(Vector128<uint> x, Vector128<uint> y, Vector128<uint> z) => (x & y) | (z & (x | y));
}

/// <summary>Eight words at a time: AVX2.</summary>
internal readonly struct Lanes8 : ILanes<Vector256<uint>>
{
    public static bool IsSupported => Avx2.IsSupported;

    public static int Count => 8;

    public static Vector256<uint> Broadcast(uint word) => Vector256.Create(word);

    public static Vector256<uint> Add(Vector256<uint> left, Vector256<uint> right) => left + right;

    public static Vector256<uint> Xor(Vector256<uint> left, Vector256<uint> right) => left ^ right;

    public static Vector256<uint> RotateLeft1(Vector256<uint> value) => (value << 1) | (value >>> 31);

    public static Vector256<uint> RotateLeft5(Vector256<uint> value) => (value << 5) | (value >>> 27);

    public static Vector256<uint> RotateLeft30(Vector256<uint> value) => (value << 30) | (value >>> 2);

    public static Vector256<uint> Choice(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => ((y ^ z) & x) ^ z;

    public static Vector256<uint> Parity(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => x ^ y ^ z;

    public static Vector256<uint> Majority(Vector256<uint> x, Vector256<uint> y, Vector256<uint> z) => (x & y) | (z & (x | y));
}

/// <summary>Sixteen words at a time: AVX-512, which also rotates and combines three words in one instruction.</summary>
internal readonly struct Lanes16 : ILanes<Vector512<uint>>
{
    public static bool IsSupported => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;

    public static int Count => 16;

    public static Vector512<uint> Broadcast(uint word) => Vector512.Create(word);

    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    public static Vector512<uint> Xor(Vector512<uint> left, Vector512<uint> right) => left ^ right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft1(Vector512<uint> value) => Avx512F.RotateLeft(value, 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft5(Vector512<uint> value) => Avx512F.RotateLeft(value, 5);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> RotateLeft30(Vector512<uint> value) => Avx512F.RotateLeft(value, 30);

    // The instruction's operand is the truth table of its three inputs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Choice(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xCA);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Parity(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0x96);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Majority(Vector512<uint> x, Vector512<uint> y, Vector512<uint> z) => Avx512F.TernaryLogic(x, y, z, 0xE8);
}
