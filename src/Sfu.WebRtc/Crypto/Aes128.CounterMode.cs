using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using AesNi = System.Runtime.Intrinsics.X86.Aes;

namespace Sfu.WebRtc.Crypto;

/// <summary>
/// Counter mode: the keystream is the encryption of a block whose last 16 bits count up
/// (RFC 3711 §4.1.1; GCM's 32-bit counter is the same thing for anything as short as a datagram).
/// </summary>
internal sealed partial class Aes128
{
    /// <summary>Where the 16-bit counter sits, as an index of big-endian 16-bit elements.</summary>
    private const int CounterElement = 7;

    /// <summary>Blocks in flight at once: enough to hide the latency of the AES instruction, few enough for the registers.</summary>
    private const int Lanes = 8;

    /// <summary>The most bytes one counter block serves: 2^16 blocks.</summary>
    public const int MaxCounterLength = BlockLength << 16;

    /// <summary>Adds the keystream that starts at <paramref name="counterBlock"/> to the data, in place: encrypts or decrypts.</summary>
    public void XorKeystream(Vector128<byte> counterBlock, Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(data.Length, MaxCounterLength);
        if (_portable is { } portable)
            XorPortable(portable, counterBlock, data);
        else
            XorAccelerated(in _roundKeys, counterBlock, data);
    }

    private static void XorAccelerated(in RoundKeys k, Vector128<byte> counterBlock, Span<byte> data)
    {
        var counter = BinaryPrimitives.ReverseEndianness(counterBlock.AsUInt16()[CounterElement]);
        while (data.Length >= Lanes * BlockLength)
        {
            XorEightBlocks(in k, counterBlock, counter, data);
            counter += Lanes;
            data = data[(Lanes * BlockLength)..];
        }

        while (data.Length >= BlockLength)
        {
            var block = EncryptBlock(in k, WithCounter(counterBlock, counter++));
            (Vector128.Create(data) ^ block).CopyTo(data);
            data = data[BlockLength..];
        }

        if (!data.IsEmpty)
            XorPart(EncryptBlock(in k, WithCounter(counterBlock, counter)), data);
    }

    private static void XorEightBlocks(in RoundKeys k, Vector128<byte> counterBlock, ushort counter, Span<byte> data)
    {
        var key = k[0];
        var b0 = WithCounter(counterBlock, counter) ^ key;
        var b1 = WithCounter(counterBlock, (ushort)(counter + 1)) ^ key;
        var b2 = WithCounter(counterBlock, (ushort)(counter + 2)) ^ key;
        var b3 = WithCounter(counterBlock, (ushort)(counter + 3)) ^ key;
        var b4 = WithCounter(counterBlock, (ushort)(counter + 4)) ^ key;
        var b5 = WithCounter(counterBlock, (ushort)(counter + 5)) ^ key;
        var b6 = WithCounter(counterBlock, (ushort)(counter + 6)) ^ key;
        var b7 = WithCounter(counterBlock, (ushort)(counter + 7)) ^ key;

        for (var round = 1; round < RoundKeys.Last; round++)
        {
            key = k[round];
            b0 = AesNi.Encrypt(b0, key);
            b1 = AesNi.Encrypt(b1, key);
            b2 = AesNi.Encrypt(b2, key);
            b3 = AesNi.Encrypt(b3, key);
            b4 = AesNi.Encrypt(b4, key);
            b5 = AesNi.Encrypt(b5, key);
            b6 = AesNi.Encrypt(b6, key);
            b7 = AesNi.Encrypt(b7, key);
        }

        key = k[RoundKeys.Last];
        var blocks = MemoryMarshal.Cast<byte, Vector128<byte>>(data[..(Lanes * BlockLength)]);
        blocks[0] ^= AesNi.EncryptLast(b0, key);
        blocks[1] ^= AesNi.EncryptLast(b1, key);
        blocks[2] ^= AesNi.EncryptLast(b2, key);
        blocks[3] ^= AesNi.EncryptLast(b3, key);
        blocks[4] ^= AesNi.EncryptLast(b4, key);
        blocks[5] ^= AesNi.EncryptLast(b5, key);
        blocks[6] ^= AesNi.EncryptLast(b6, key);
        blocks[7] ^= AesNi.EncryptLast(b7, key);
    }

    private static void XorPortable(PortableBlocks portable, Vector128<byte> counterBlock, Span<byte> data)
    {
        var counter = BinaryPrimitives.ReverseEndianness(counterBlock.AsUInt16()[CounterElement]);
        for (; !data.IsEmpty; counter++)
        {
            var part = data[..Math.Min(BlockLength, data.Length)];
            XorPart(portable.Encrypt(WithCounter(counterBlock, counter)), part);
            data = data[part.Length..];
        }
    }

    private static void XorPart(Vector128<byte> keystream, Span<byte> data)
    {
        for (var i = 0; i < data.Length; i++)
            data[i] ^= keystream[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> WithCounter(Vector128<byte> block, ushort counter) =>
        block.AsUInt16().WithElement(CounterElement, BinaryPrimitives.ReverseEndianness(counter)).AsByte();
}
