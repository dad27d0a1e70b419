using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sfu.WebRtc.Crypto;

/// <summary>One block to a vector: any x64 processor of the last fifteen years.</summary>
internal sealed unsafe partial class AcceleratedAesGcm128
{
    [SkipLocalsInit]
    private Vector128<byte> ApplyNarrow<TDirection>(Vector128<uint> counter, byte* associated, int associatedLength, byte* at, int length)
        where TDirection : struct, IDirection
    {
        var keys = RoundKeys;
        var tagMask = keys->Encrypt(CounterMode.Reverse(counter.AsByte()));
        counter += Vector128.CreateScalar(1u);
        var lengths = Lengths(associatedLength, length);

        // `left` blocks are to be hashed; the next one is multiplied by H^`power`, and `carry`, the hash of the group before, joins it.
        var sum = default(GhashProduct);
        var carry = Vector128<ulong>.Zero;
        var left = Blocks(associatedLength) + Blocks(length) + 1;
        var power = left <= MaxPower ? left : Math.Min(Blocks(associatedLength), MaxPower);
        for (; associatedLength > 0; associatedLength -= BlockLength, associated += BlockLength)
        {
            if (power == 0)
            {
                carry = sum.Reduce();
                sum = default;
                power = left <= MaxPower ? left : Math.Min(Blocks(associatedLength), MaxPower);
            }

            var block = associatedLength >= BlockLength ? Vector128.Load(associated) : PartialBlock.Load(associated, associatedLength);
            Add(ref sum, block, ref carry, ref power, ref left);
        }

        for (; length >= CounterMode.Lanes * BlockLength; length -= CounterMode.Lanes * BlockLength, at += CounterMode.Lanes * BlockLength)
        {
            if (power == 0)
            {
                carry = sum.Reduce();
                sum = default;
                power = Math.Min(left, MaxPower);
            }

            CounterMode.Next8(keys, ref counter, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
            var powers = Power(power);
            sum.Add(ApplyTo<TDirection>(at, b0) ^ carry, powers[0]);
            sum.Add(ApplyTo<TDirection>(at + 16, b1), powers[1]);
            sum.Add(ApplyTo<TDirection>(at + 32, b2), powers[2]);
            sum.Add(ApplyTo<TDirection>(at + 48, b3), powers[3]);
            sum.Add(ApplyTo<TDirection>(at + 64, b4), powers[4]);
            sum.Add(ApplyTo<TDirection>(at + 80, b5), powers[5]);
            sum.Add(ApplyTo<TDirection>(at + 96, b6), powers[6]);
            sum.Add(ApplyTo<TDirection>(at + 112, b7), powers[7]);
            carry = Vector128<ulong>.Zero;
            power -= CounterMode.Lanes;
            left -= CounterMode.Lanes;
        }

        if (power == 0)
        {
            carry = sum.Reduce();
            sum = default;
            power = left;
        }

        if (length > 0)
        {
            var keystream = stackalloc Vector128<byte>[CounterMode.Lanes];
            CounterMode.Next8(keys, counter, keystream);
            for (; length > 0; length -= BlockLength, at += BlockLength, keystream++)
            {
                Vector128<byte> cipher;
                if (length >= BlockLength)
                {
                    var input = Vector128.Load(at);
                    var output = input ^ *keystream;
                    output.Store(at);
                    cipher = TDirection.Encrypts ? output : input;
                }
                else
                {
                    var input = PartialBlock.Load(at, length);
                    var output = PartialBlock.First(input ^ *keystream, length);
                    PartialBlock.Store(output, at, length);
                    cipher = TDirection.Encrypts ? output : input;
                }

                Add(ref sum, cipher, ref carry, ref power, ref left);
            }
        }

        if (power == 0)
        {
            carry = sum.Reduce();
            sum = default;
        }

        sum.Add(lengths ^ carry, *Power(1));
        return CounterMode.Reverse(sum.Reduce().AsByte()) ^ tagMask;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(ref GhashProduct sum, Vector128<byte> block, ref Vector128<ulong> carry, ref int power, ref int left)
    {
        sum.Add(CounterMode.Reverse(block).AsUInt64() ^ carry, *Power(power));
        carry = Vector128<ulong>.Zero;
        power--;
        left--;
    }

    /// <summary>Puts keystream on a block and returns what is to be hashed of it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> ApplyTo<TDirection>(byte* at, Vector128<byte> keystream)
        where TDirection : struct, IDirection
    {
        var input = Vector128.Load(at);
        var output = input ^ keystream;
        output.Store(at);
        return CounterMode.Reverse(TDirection.Encrypts ? output : input).AsUInt64();
    }
}
