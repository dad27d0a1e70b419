using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Tests.Crypto;

/// <summary>Our AES-128-GCM, with 128-bit vectors and with the widest that the machine has, against the framework's, which is the oracle.</summary>
public sealed class AcceleratedAesGcm128Tests
{
    private const int MaxPacketLength = 1500;

    private readonly Random _random = new(20261121);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equals_the_framework_for_every_length_of_a_packet(bool narrow)
    {
        Assert.True(AcceleratedAesGcm128.IsSupported, "This machine has no AES-NI; the fallback is in use and this test proves nothing.");
        for (var length = 0; length <= MaxPacketLength; length++)
            Compare(length, associatedLength: 12 + (length % 40), narrow);
    }

    /// <summary>How many blocks share a reduction depends on both lengths: every pair that a packet can have around the limits.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equals_the_framework_for_every_length_of_associated_data(bool narrow)
    {
        for (var length = 0; length <= 600; length++)
            Compare(length: 100, length, narrow);
        foreach (var length in (int[])[0, 1, 16, 127, 128, 129, 208, 240, 241, 255, 256, 257, 384, 400])
        {
            for (var associated = 0; associated <= 280; associated++)
                Compare(length, associated, narrow);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equals_the_framework_on_random_packets(bool narrow)
    {
        for (var i = 0; i < 25_000; i++)
            Compare(_random.Next(MaxPacketLength + 1), _random.Next(80), narrow);
    }

    [Theory]
    [InlineData(true, 20)]
    [InlineData(true, 470)]
    [InlineData(false, 20)]
    [InlineData(false, 470)]
    public void Refuses_every_single_flipped_bit_and_leaves_the_packet_as_it_was(bool narrow, int length)
    {
        using var gcm = new AcceleratedAesGcm128(Bytes(AesGcm128.KeyLength), narrow);
        var nonce = Bytes(AesGcm128.NonceLength);
        var associated = Bytes(28);
        var data = Bytes(length);
        var tag = new byte[AesGcm128.TagLength];
        gcm.Encrypt(nonce, associated, data, tag);

        foreach (var target in new[] { nonce, associated, data, tag })
        {
            for (var bit = 0; bit < target.Length * 8; bit++)
            {
                target[bit / 8] ^= (byte)(1 << (bit % 8));
                var before = data.ToArray();
                Assert.False(gcm.TryDecrypt(nonce, associated, data, tag));
                Assert.Equal(before, data);
                target[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.True(gcm.TryDecrypt(nonce, associated, data, tag));
    }

    [Fact]
    public void Refuses_a_short_tag()
    {
        using var gcm = new AcceleratedAesGcm128(Bytes(AesGcm128.KeyLength));
        var nonce = Bytes(AesGcm128.NonceLength);
        var data = Bytes(20);
        var tag = new byte[AesGcm128.TagLength];
        gcm.Encrypt(nonce, [], data, tag);
        Assert.False(gcm.TryDecrypt(nonce, [], data, tag.AsSpan(0, 15)));
        Assert.False(gcm.TryDecrypt(nonce, [], data, []));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Touches_no_byte_outside_of_the_packet_wherever_it_lies(bool narrow)
    {
        using var gcm = new AcceleratedAesGcm128(Bytes(AesGcm128.KeyLength), narrow);
        var nonce = Bytes(AesGcm128.NonceLength);
        for (var offset = 0; offset < 32; offset++)
        {
            for (var length = 0; length < 300; length++)
            {
                var memory = new byte[32 + 300 + 64];
                memory.AsSpan().Fill(0xA5);
                gcm.Encrypt(nonce, memory.AsSpan(0, 0), memory.AsSpan(offset, length), memory.AsSpan(offset + length, AesGcm128.TagLength));
                Assert.Equal(-1, memory.AsSpan(0, offset).IndexOfAnyExcept((byte)0xA5));
                Assert.Equal(-1, memory.AsSpan(offset + length + AesGcm128.TagLength).IndexOfAnyExcept((byte)0xA5));
            }
        }
    }

    [Fact]
    public void The_portable_way_reads_what_the_accelerated_one_wrote_and_the_other_way_round()
    {
        for (var length = 0; length < 300; length++)
        {
            var key = Bytes(AesGcm128.KeyLength);
            using var accelerated = new AesGcm128(key);
            using var portable = new AesGcm128(key, portable: true);
            RoundTrip(accelerated, portable, length);
            RoundTrip(portable, accelerated, length);
        }
    }

    private void RoundTrip(AesGcm128 writer, AesGcm128 reader, int length)
    {
        var nonce = Bytes(AesGcm128.NonceLength);
        var plain = Bytes(length);
        var data = plain.ToArray();
        var tag = new byte[AesGcm128.TagLength];
        writer.Encrypt(nonce, nonce, data, tag);
        tag[3] ^= 1;
        Assert.False(reader.TryDecrypt(nonce, nonce, data, tag));
        tag[3] ^= 1;
        Assert.True(reader.TryDecrypt(nonce, nonce, data, tag));
        Assert.Equal(plain, data);
    }

    private void Compare(int length, int associatedLength, bool narrow)
    {
        var key = Bytes(AesGcm128.KeyLength);
        var nonce = Bytes(AesGcm128.NonceLength);
        var associated = Bytes(associatedLength);
        var plain = Bytes(length);
        using var ours = new AcceleratedAesGcm128(key, narrow);
        using var oracle = new AesGcm(key, AesGcm128.TagLength);

        var expected = new byte[length];
        var expectedTag = new byte[AesGcm128.TagLength];
        oracle.Encrypt(nonce, plain, expected, expectedTag, associated);

        var data = plain.ToArray();
        var tag = new byte[AesGcm128.TagLength];
        ours.Encrypt(nonce, associated, data, tag);

        Assert.True(expected.AsSpan().SequenceEqual(data) && expectedTag.AsSpan().SequenceEqual(tag), $"length {length}, associated {associatedLength}");
        Assert.True(ours.TryDecrypt(nonce, associated, data, tag));
        Assert.True(plain.AsSpan().SequenceEqual(data));
    }

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
