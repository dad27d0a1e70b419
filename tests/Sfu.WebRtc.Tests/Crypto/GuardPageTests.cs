using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Tests.Crypto;

/// <summary>Whatever works with pointers or vectors stays inside its spans, at every length of a packet.</summary>
public sealed class GuardPageTests : IDisposable
{
    private const int MaxLength = 1500;

    private readonly GuardedMemory _memory = new(4096);
    private readonly GuardedMemory _other = new(4096);
    private readonly Random _random = new(7);

    public void Dispose()
    {
        _memory.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Gcm_touches_nothing_beside_data_and_tag_and_equals_the_framework(bool flushWithTheEnd, bool narrow)
    {
        var key = Bytes(16);
        using var gcm = new AcceleratedAesGcm128(key, narrow);
        using var oracle = new AesGcm(key, AesGcm128.TagLength);
        for (var length = 0; length <= MaxLength; length++)
        {
            var plain = Bytes(length);
            var nonce = Place(_other, Bytes(12), flushWithTheEnd);
            var expected = new byte[length + AesGcm128.TagLength];
            oracle.Encrypt(nonce, plain, expected.AsSpan(0, length), expected.AsSpan(length));

            var packet = flushWithTheEnd ? _memory.Last(expected.Length) : _memory.First(expected.Length);
            plain.CopyTo(packet);
            gcm.Encrypt(nonce, [], packet[..length], packet[length..]);
            Assert.True(packet.SequenceEqual(expected), $"length {length}");
            Assert.True(gcm.TryDecrypt(nonce, [], packet[..length], packet[length..]));
            Assert.True(packet[..length].SequenceEqual(plain));
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Gcm_reads_nothing_beside_the_associated_data(bool flushWithTheEnd, bool narrow)
    {
        var key = Bytes(16);
        using var gcm = new AcceleratedAesGcm128(key, narrow);
        using var oracle = new AesGcm(key, AesGcm128.TagLength);
        var nonce = Bytes(12);
        var tag = new byte[AesGcm128.TagLength];
        var expected = new byte[AesGcm128.TagLength];
        for (var length = 0; length <= MaxLength; length++)
        {
            var associated = Place(_memory, Bytes(length), flushWithTheEnd);
            oracle.Encrypt(nonce, default, default, expected, associated);
            gcm.Encrypt(nonce, associated, default, tag);
            Assert.Equal(expected, tag);
            Assert.True(gcm.TryDecrypt(nonce, associated, default, Place(_other, tag, flushWithTheEnd)));
        }
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public unsafe void Counter_mode_touches_nothing_beside_the_data(bool flushWithTheEnd, bool isWide)
    {
        var key = Bytes(16);
        var keys = default(AesRoundKeys);
        AesRoundKeys.Expand(key, ref keys);
        using var portable = new Aes128(key, portable: true);
        for (var length = 0; length <= MaxLength; length++)
        {
            var counterBlock = Vector128.Create(Bytes(16));
            var expected = Bytes(length);
            var data = Place(_memory, expected, flushWithTheEnd);
            portable.XorKeystream(counterBlock, expected);
            fixed (byte* at = data)
                CounterMode.Xor(&keys, CounterMode.Reverse(counterBlock).AsUInt32(), at, length, isWide && CounterMode.IsWideSupported);
            Assert.True(data.SequenceEqual(expected), $"length {length}");
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public unsafe void A_partial_block_is_loaded_and_stored_without_its_neighbours(bool flushWithTheEnd)
    {
        for (var count = 1; count < 16; count++)
        {
            var bytes = Bytes(count);
            var from = Place(_memory, bytes, flushWithTheEnd);
            var to = flushWithTheEnd ? _other.Last(count) : _other.First(count);
            to.Clear();
            fixed (byte* source = from, destination = to)
            {
                var block = PartialBlock.Load(source, count);
                Assert.Equal([.. bytes, .. new byte[16 - count]], MemoryMarshal.AsBytes(new ReadOnlySpan<Vector128<byte>>(in block)).ToArray());
                Assert.Equal(count, Enumerable.Range(0, 16).Count(index => PartialBlock.First(Vector128<byte>.AllBitsSet, count)[index] != 0));
                PartialBlock.Store(block, destination, count);
            }

            Assert.Equal(bytes, to.ToArray());
        }
    }

    private static Span<byte> Place(GuardedMemory memory, byte[] bytes, bool flushWithTheEnd)
    {
        var span = flushWithTheEnd ? memory.Last(bytes.Length) : memory.First(bytes.Length);
        bytes.CopyTo(span);
        return span;
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
