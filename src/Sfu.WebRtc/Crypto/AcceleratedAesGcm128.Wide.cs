using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// Four blocks to a vector (AVX-512, VPCLMULQDQ). The rest of a packet is loaded and stored under a mask, so that it costs no copy and touches nothing outside;
/// the blocks behind it are zeros and add nothing to the hash, whatever power they meet.
/// </summary>
internal sealed unsafe partial class AcceleratedAesGcm128
{
    private const int WideLength = CounterMode.WideLength;

    private Vector128<byte> ApplyWide<TDirection>(Vector128<uint> counter, byte* associated, int associatedLength, byte* at, int length)
        where TDirection : struct, IDirection
    {
        var keys = RoundKeys;
        var tagMask = keys->Encrypt(CounterMode.Reverse(counter.AsByte()));
        var counters = CounterMode.FourFrom(counter + Vector128.CreateScalar(1u));
        var lengths = Lengths(associatedLength, length);

        // `left` blocks are to be hashed; the next one is multiplied by H^`power`, and `carry`, the hash of the group before, joins it.
        // The sum's three parts are variables of their own: as a structure they would lie in memory.
        Vector512<ulong> low = default, middle = default, high = default;
        var carry = Vector512<ulong>.Zero;
        for (; associatedLength > WideLength; associatedLength -= WideLength, associated += WideLength)
        {
            AddProducts(ref low, ref middle, ref high, CounterMode.Reverse(Vector512.Load(associated)), carry, Power(CounterMode.WideLanes));
            carry = TakeSum(ref low, ref middle, ref high);
        }

        var left = Blocks(associatedLength) + Blocks(length) + 1;
        var power = left <= MaxPower ? left : Blocks(associatedLength);
        if (associatedLength > 0)
        {
            var header = Avx512BW.MaskLoad(associated, CounterMode.FirstBytes(associatedLength), Vector512<byte>.Zero);
            AddProducts(ref low, ref middle, ref high, CounterMode.Reverse(header), carry, Power(power));
            carry = Vector512<ulong>.Zero;
            power -= Blocks(associatedLength);
            left -= Blocks(associatedLength);
        }

        for (; length >= 2 * WideLength; length -= 2 * WideLength, at += 2 * WideLength)
        {
            if (power == 0)
            {
                carry = TakeSum(ref low, ref middle, ref high);
                power = Math.Min(left, MaxPower);
            }

            CounterMode.Next8(keys, ref counters, out var first, out var second);
            var (in0, in1) = (Vector512.Load(at), Vector512.Load(at + WideLength));
            var (out0, out1) = (in0 ^ first, in1 ^ second);
            out0.Store(at);
            out1.Store(at + WideLength);
            AddProducts(ref low, ref middle, ref high, CounterMode.Reverse(TDirection.Encrypts ? out0 : in0), carry, Power(power));
            carry = Vector512<ulong>.Zero;
            AddProducts(ref low, ref middle, ref high, CounterMode.Reverse(TDirection.Encrypts ? out1 : in1), carry, Power(power - CounterMode.WideLanes));
            power -= CounterMode.Lanes;
            left -= CounterMode.Lanes;
        }

        if (power == 0)
        {
            carry = TakeSum(ref low, ref middle, ref high);
            power = left;
        }

        for (; length > 0; length -= WideLength, at += WideLength)
        {
            var mask = CounterMode.FirstBytes(length);
            var input = Avx512BW.MaskLoad(at, mask, Vector512<byte>.Zero);
            var output = input ^ CounterMode.Next4(keys, ref counters);
            Avx512BW.MaskStore(at, mask, output);
            AddProducts(ref low, ref middle, ref high, CounterMode.Reverse(TDirection.Encrypts ? output & mask : input), carry, Power(power));
            carry = Vector512<ulong>.Zero;
            power -= Math.Min(Blocks(length), CounterMode.WideLanes);
        }

        var product = GhashProduct.Fold(low, middle, high);
        if (power == 0)
        {
            carry = product.Reduce().ToVector256().ToVector512();
            product = default;
        }

        product.Add(lengths ^ carry.GetLower().GetLower(), *Power(1));
        return CounterMode.Reverse(product.Reduce().AsByte()) ^ tagMask;
    }

    /// <summary>Adds four blocks times their powers of H (VPCLMULQDQ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(
        ref Vector512<ulong> low, ref Vector512<ulong> middle, ref Vector512<ulong> high, Vector512<byte> reversed, Vector512<ulong> carry, Vector128<ulong>* powers)
    {
        var values = reversed.AsUInt64() ^ carry;
        var with = Vector512.Load((ulong*)powers);
        low ^= Pclmulqdq.V512.CarrylessMultiply(values, with, 0x00);
        middle ^= Pclmulqdq.V512.CarrylessMultiply(values, with, 0x01) ^ Pclmulqdq.V512.CarrylessMultiply(values, with, 0x10);
        high ^= Pclmulqdq.V512.CarrylessMultiply(values, with, 0x11);
    }

    /// <summary>The hash so far, in the place of the next block; the sum begins anew.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> TakeSum(ref Vector512<ulong> low, ref Vector512<ulong> middle, ref Vector512<ulong> high)
    {
        var hash = GhashProduct.Fold(low, middle, high).Reduce();
        low = middle = high = Vector512<ulong>.Zero;
        return hash.ToVector256().ToVector512();
    }
}
