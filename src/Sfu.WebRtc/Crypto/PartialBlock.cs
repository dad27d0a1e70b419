using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sfu.WebRtc.Crypto;

/// <summary>The last 1 to 15 bytes of data, in few loads and stores that overlap, none of which touches a byte outside.</summary>
internal static unsafe class PartialBlock
{
    /// <summary>The bytes, and zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* at, int count)
    {
        ulong low, high = 0;
        if (count >= 8)
        {
            low = Unsafe.ReadUnaligned<ulong>(at);
            // The last eight bytes; those the first eight have too are shifted out. Twice, since a shift by 64 would be none.
            high = Unsafe.ReadUnaligned<ulong>(at + count - 8) >> (8 * (15 - count)) >> 8;
        }
        else if (count >= 4)
        {
            low = Unsafe.ReadUnaligned<uint>(at) | ((ulong)Unsafe.ReadUnaligned<uint>(at + count - 4) << (8 * (count - 4)));
        }
        else
        {
            // One, two or three bytes: first, middle and last are all there are.
            low = at[0] | ((ulong)at[count / 2] << (8 * (count / 2))) | ((ulong)at[count - 1] << (8 * (count - 1)));
        }

        return Vector128.Create(low, high).AsByte();
    }

    /// <summary>The first bytes of a block, and zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> First(Vector128<byte> block, int count) =>
        block & Vector128.LessThan(Vector128<byte>.Indices, Vector128.Create((byte)count));

    /// <summary>Stores the first bytes of a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> block, byte* at, int count)
    {
        var low = block.AsUInt64()[0];
        if (count >= 8)
        {
            var high = block.AsUInt64()[1];
            Unsafe.WriteUnaligned(at, low);
            at += 8;
            (low, count) = (high, count - 8);
        }

        if (count >= 4)
        {
            Unsafe.WriteUnaligned(at, (uint)low);
            at += 4;
            (low, count) = (low >> 32, count - 4);
        }

        for (; count > 0; count--, at++, low >>= 8)
            *at = (byte)low;
    }
}
