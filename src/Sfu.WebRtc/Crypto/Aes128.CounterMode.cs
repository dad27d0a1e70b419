using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// Counter mode: the keystream is the encryption of a block whose last 16 bits count up
/// (RFC 3711 §4.1.1; GCM's 32-bit counter is the same thing for anything as short as a datagram).
/// </summary>
internal sealed unsafe partial class Aes128
{
    private const int Lanes = 8;

    /// <summary>The most bytes one counter block serves: 2^16 blocks.</summary>
    public const int MaxCounterLength = BlockLength << 16;

    /// <summary>Adds the keystream that starts at <paramref name="counterBlock"/> to the data, in place: encrypts or decrypts.</summary>
    public void XorKeystream(Vector128<byte> counterBlock, Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxCounterLength);
        if (_portable is { } portable)
        {
            XorPortable(portable, counterBlock, data);
            return;
        }

        ObjectDisposedException.ThrowIf(_keys is null, this);
        fixed (byte* start = data)
            XorAccelerated(_keys, Reverse(counterBlock).AsUInt16(), start, data.Length);
    }

    /// <param name="keys">The expanded key.</param>
    /// <param name="counter">The counter block back to front: the counter is then the lowest element and the processor's to add to.</param>
    /// <param name="at">The data.</param>
    /// <param name="left">Its length in bytes.</param>
    private static void XorAccelerated(AesRoundKeys* keys, Vector128<ushort> counter, byte* at, int left)
    {
        for (; left >= Lanes * BlockLength; left -= Lanes * BlockLength, at += Lanes * BlockLength)
        {
            NextBlocks(keys, ref counter, out var b0, out var b1, out var b2, out var b3, out var b4, out var b5, out var b6, out var b7);
            (Vector128.Load(at) ^ b0).Store(at);
            (Vector128.Load(at + 16) ^ b1).Store(at + 16);
            (Vector128.Load(at + 32) ^ b2).Store(at + 32);
            (Vector128.Load(at + 48) ^ b3).Store(at + 48);
            (Vector128.Load(at + 64) ^ b4).Store(at + 64);
            (Vector128.Load(at + 80) ^ b5).Store(at + 80);
            (Vector128.Load(at + 96) ^ b6).Store(at + 96);
            (Vector128.Load(at + 112) ^ b7).Store(at + 112);
        }

        if (left > 0)
            XorTail(keys, counter, at, left);
    }

    /// <summary>The last 1 to 127 bytes: eight blocks cost hardly more than one, since all are in flight together.</summary>
    private static void XorTail(AesRoundKeys* keys, Vector128<ushort> counter, byte* at, int left)
    {
        var keystream = stackalloc Vector128<byte>[Lanes];
        NextBlocks(
            keys, ref counter, out keystream[0], out keystream[1], out keystream[2], out keystream[3],
            out keystream[4], out keystream[5], out keystream[6], out keystream[7]);
        var block = 0;
        for (; left >= BlockLength; left -= BlockLength, at += BlockLength, block++)
            (Vector128.Load(at) ^ keystream[block]).Store(at);
        var rest = (byte*)(keystream + block);
        for (var i = 0; i < left; i++)
            at[i] ^= rest[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NextBlocks(
        AesRoundKeys* keys, ref Vector128<ushort> counter,
        out Vector128<byte> b0, out Vector128<byte> b1, out Vector128<byte> b2, out Vector128<byte> b3,
        out Vector128<byte> b4, out Vector128<byte> b5, out Vector128<byte> b6, out Vector128<byte> b7)
    {
        var c = counter;
        b0 = Reverse(c.AsByte());
        b1 = Reverse((c + Vector128.CreateScalar((ushort)1)).AsByte());
        b2 = Reverse((c + Vector128.CreateScalar((ushort)2)).AsByte());
        b3 = Reverse((c + Vector128.CreateScalar((ushort)3)).AsByte());
        b4 = Reverse((c + Vector128.CreateScalar((ushort)4)).AsByte());
        b5 = Reverse((c + Vector128.CreateScalar((ushort)5)).AsByte());
        b6 = Reverse((c + Vector128.CreateScalar((ushort)6)).AsByte());
        b7 = Reverse((c + Vector128.CreateScalar((ushort)7)).AsByte());
        counter = c + Vector128.CreateScalar((ushort)Lanes);
        keys->Encrypt8(ref b0, ref b1, ref b2, ref b3, ref b4, ref b5, ref b6, ref b7);
    }

    private static void XorPortable(PortableBlocks portable, Vector128<byte> counterBlock, Span<byte> data)
    {
        var counter = Reverse(counterBlock).AsUInt16();
        for (; !data.IsEmpty; counter += Vector128.CreateScalar((ushort)1))
        {
            var part = data[..Math.Min(BlockLength, data.Length)];
            var keystream = portable.Encrypt(Reverse(counter.AsByte()));
            for (var i = 0; i < part.Length; i++)
                part[i] ^= keystream[i];
            data = data[part.Length..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Reverse(Vector128<byte> block) =>
        Vector128.Shuffle(block, Vector128.Create((byte)15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
}
