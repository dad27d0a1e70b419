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
    [InlineData(true)]
    [InlineData(false)]
    public void Gcm_touches_nothing_beside_data_and_tag_and_equals_the_framework(bool flushWithTheEnd)
    {
        var key = Bytes(16);
        using var gcm = new AcceleratedAesGcm128(key);
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
    [InlineData(true)]
    [InlineData(false)]
    public void Gcm_reads_nothing_beside_the_associated_data(bool flushWithTheEnd)
    {
        var key = Bytes(16);
        using var gcm = new AcceleratedAesGcm128(key);
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
    [InlineData(true)]
    [InlineData(false)]
    public void Counter_mode_touches_nothing_beside_the_data(bool flushWithTheEnd)
    {
        var key = Bytes(16);
        using var aes = new Aes128(key);
        using var portable = new Aes128(key, portable: true);
        for (var length = 0; length <= MaxLength; length++)
        {
            var counterBlock = Vector128.Create(Bytes(16));
            var expected = Bytes(length);
            var data = Place(_memory, expected, flushWithTheEnd);
            portable.XorKeystream(counterBlock, expected);
            aes.XorKeystream(counterBlock, data);
            Assert.True(data.SequenceEqual(expected), $"length {length}");
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
