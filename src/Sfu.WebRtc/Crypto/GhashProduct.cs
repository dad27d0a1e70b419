using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// A sum of carry-less 256-bit products (GHASH, SP 800-38D §6.4), reduced once at the end. All values are byte-reversed; the powers of H are
/// stored times x, which saves the shift of each product (the hash key trick every fast implementation uses).
/// </summary>
internal struct GhashProduct(Vector128<ulong> low, Vector128<ulong> middle, Vector128<ulong> high)
{
    private Vector128<ulong> _low = low;
    private Vector128<ulong> _middle = middle;
    private Vector128<ulong> _high = high;

    public static Vector128<ulong> Multiply(Vector128<ulong> value, Vector128<ulong> power)
    {
        var product = default(GhashProduct);
        product.Add(value, power);
        return product.Reduce();
    }

    /// <summary>H times x modulo the GCM polynomial, in byte-reversed form.</summary>
    public static Vector128<ulong> TimesX(Vector128<ulong> value)
    {
        var low = value[0];
        var high = value[1];
        var doubled = Vector128.Create(low << 1, (high << 1) | (low >> 63));
        return (high >> 63) == 0 ? doubled : doubled ^ Vector128.Create(1UL, 0xC200_0000_0000_0000UL);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector128<ulong> value, Vector128<ulong> power)
    {
        _low ^= Pclmulqdq.CarrylessMultiply(value, power, 0x00);
        _middle ^= Pclmulqdq.CarrylessMultiply(value, power, 0x01) ^ Pclmulqdq.CarrylessMultiply(value, power, 0x10);
        _high ^= Pclmulqdq.CarrylessMultiply(value, power, 0x11);
    }

    /// <summary>Folds the low half up twice by 64 bits modulo x^128 + x^7 + x^2 + x + 1 (reflected: 0xC2 in the top byte).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Vector128<ulong> Reduce()
    {
        var polynomial = Vector128.CreateScalar(0xC200_0000_0000_0000UL);
        var middle = _middle ^ Swap(_low) ^ Pclmulqdq.CarrylessMultiply(_low, polynomial, 0x00);
        return _high ^ Swap(middle) ^ Pclmulqdq.CarrylessMultiply(middle, polynomial, 0x00);
    }

    /// <summary>The sums of four blocks side by side, together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static GhashProduct Fold(Vector512<ulong> low, Vector512<ulong> middle, Vector512<ulong> high) => new(Fold(low), Fold(middle), Fold(high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Fold(Vector512<ulong> value)
    {
        var half = value.GetLower() ^ value.GetUpper();
        return half.GetLower() ^ half.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Swap(Vector128<ulong> value) => Sse2.Shuffle(value.AsInt32(), 0x4E).AsUInt64();
}
