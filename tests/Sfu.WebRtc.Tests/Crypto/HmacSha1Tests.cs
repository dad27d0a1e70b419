using System.Security.Cryptography;
using Sfu.WebRtc.Crypto;

namespace Sfu.WebRtc.Tests.Crypto;

/// <summary>Our SHA-1 and HMAC, alone and side by side, against RFC 2202 and the framework.</summary>
#pragma warning disable CA5350 // SRTP's profile is built on SHA-1 (RFC 3711), and the framework's is the oracle.
public sealed unsafe class HmacSha1Tests
{
    private const int MaxPacketLength = 1500;

    private readonly Random _random = new(20261122);

    [Theory]
    [InlineData("0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B0B", "4869205468657265", "B617318655057264E28BC0B6FB378C8EF146BE00")]
    [InlineData("4A656665", "7768617420646F2079612077616E7420666F72206E6F7468696E673F", "EFFCDF6AE5EB2FA2D27416D5F184DF9C259A7C79")]
    [InlineData(
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD",
        "125D7342B9AC11CD91A39AF48AA17B4F63F175D3")]
    [InlineData(
        "0102030405060708090A0B0C0D0E0F10111213141516171819",
        "CDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCDCD",
        "4C9007F4026250C6BC8414F9BF50C86C2D7235DA")]
    public void RFC_2202_section_3_test_cases_1_to_4(string key, string message, string expected)
    {
        using var hmac = new HmacSha1(Convert.FromHexString(key));
        var (ours, withFramework) = (new byte[20], new byte[20]);
        HmacSha1.Compute(in hmac.Key, Convert.FromHexString(message), default, ours);
        hmac.ComputeWithFramework(Convert.FromHexString(message), default, withFramework);
        Assert.Equal(expected, Convert.ToHexString(ours));
        Assert.Equal(expected, Convert.ToHexString(withFramework));
    }

    [Fact]
    public void Equals_the_framework_for_every_length_of_a_packet()
    {
        var key = Bytes(20);
        using var hmac = new HmacSha1(key);
        var (ours, managed, withFramework) = (new byte[20], new byte[20], new byte[20]);
        for (var length = 0; length <= MaxPacketLength; length++)
        {
            var message = Bytes(length);
            var suffix = Bytes(length % 5);
            var expected = HMACSHA1.HashData(key, (byte[])[.. message, .. suffix]);
            hmac.Compute(message, suffix, ours);
            HmacSha1.Compute(in hmac.Key, message, suffix, managed);
            hmac.ComputeWithFramework(message, suffix, withFramework);
            Assert.Equal(expected, ours);
            Assert.Equal(expected, managed);
            Assert.Equal(expected, withFramework);
        }
    }

    [Fact]
    public void The_schedule_four_words_at_a_time_is_the_one_made_word_by_word()
    {
        if (!Sha1Schedule.IsVectorSupported)
            return; // this processor has no such instructions, and never runs that code

        uint* expected = stackalloc uint[Sha1State.Rounds], words = stackalloc uint[Sha1State.Rounds];
        for (var round = 0; round < 1000; round++)
        {
            fixed (byte* block = Bytes(Sha1State.BlockLength))
            {
                Sha1Schedule.ExpandOneByOne(block, expected);
                Sha1Schedule.Begin(block, words);
            }

            for (var t = Sha1Schedule.FirstFar; t < Sha1State.Rounds; t += 4)
                Sha1Schedule.ExtendFar(words + t);
            Assert.Equal(new Span<uint>(expected, Sha1State.Rounds).ToArray(), new Span<uint>(words, Sha1State.Rounds).ToArray());
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Side_by_side_equals_the_framework_whatever_lengths_meet(int lanes)
    {
        if (!IsSupported(lanes))
            return; // this processor has no such vectors, and never runs that code

        for (var round = 0; round < 60; round++)
        {
            var packets = round < lanes * 2 + 2 ? round : _random.Next(1, HmacSha1Batch.Capacity);
            CheckBatch(packets, lanes, round % 3 == 0 ? _ => 1100 : _ => _random.Next(MaxPacketLength + 1 - HmacSha1Batch.TagLength));
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Side_by_side_equals_the_framework_for_every_length_of_a_packet(int lanes)
    {
        if (!IsSupported(lanes))
            return;
        for (var first = 0; first + 100 <= MaxPacketLength; first += 100)
            CheckBatch(100, lanes, index => first + index);
    }

    [Fact]
    public void More_packets_than_a_batch_holds_all_get_their_tags()
    {
        const int packets = HmacSha1Batch.Capacity * 3 + 1;
        var keys = Enumerable.Range(0, packets).Select(_ => Bytes(20)).ToArray();
        using var memory = new GuardedMemory(packets * 128);
        using var batch = new HmacSha1Batch();
        var start = memory.First(packets * 128);
        _random.NextBytes(start);
        fixed (byte* at = start)
        {
            for (var i = 0; i < packets; i++)
            {
                // The participant is gone before her packet leaves.
                using var hmac = new HmacSha1(keys[i]);
                batch.Add(hmac, at + (i * 128), 100, (uint)i);
            }

            batch.Run();
        }

        Assert.Equal(0, batch.Count);
        for (var i = 0; i < packets; i++)
            Assert.Equal(Expected(keys[i], start.Slice(i * 128, 100), (uint)i), start.Slice(i * 128 + 100, HmacSha1Batch.TagLength).ToArray());
    }

    [Fact]
    public void What_was_cleared_is_not_written()
    {
        using var hmac = new HmacSha1(Bytes(20));
        using var batch = new HmacSha1Batch();
        var packet = stackalloc byte[110];
        batch.Add(hmac, packet, 100, 1);
        batch.Clear();
        batch.Run();
        Assert.Equal(new byte[10], new ReadOnlySpan<byte>(packet + 100, 10).ToArray());
    }

    /// <summary>Each packet ends, with its tag, right before forbidden memory: nothing may be read beyond.</summary>
    private void CheckBatch(int packets, int lanes, Func<int, int> lengthOf)
    {
        using var batch = new HmacSha1Batch();
        var memories = Enumerable.Range(0, packets).Select(_ => new GuardedMemory(MaxPacketLength)).ToArray();
        var hmacs = new List<(byte[] Key, HmacSha1 Hmac, byte[] Packet)>();
        for (var i = 0; i < packets; i++)
        {
            var key = Bytes(20);
            var hmac = new HmacSha1(key);
            var room = memories[i].Last(lengthOf(i) + HmacSha1Batch.TagLength);
            _random.NextBytes(room);
            hmacs.Add((key, hmac, room[..^HmacSha1Batch.TagLength].ToArray()));
            fixed (byte* at = room)
                batch.Add(hmac, at, room.Length - HmacSha1Batch.TagLength, (uint)i * 0x0101_0101);
        }

        Run(batch, lanes);
        for (var i = 0; i < packets; i++)
        {
            var (key, hmac, packet) = hmacs[i];
            var room = memories[i].Last(packet.Length + HmacSha1Batch.TagLength);
            Assert.Equal(packet, room[..packet.Length].ToArray());
            Assert.Equal(Expected(key, packet, (uint)i * 0x0101_0101), room[packet.Length..].ToArray());
            hmac.Dispose();
            memories[i].Dispose();
        }

        batch.Clear();
    }

    private static byte[] Expected(byte[] key, ReadOnlySpan<byte> packet, uint rolloverCounter) => HMACSHA1.HashData(
        key,
        (byte[])[.. packet, (byte)(rolloverCounter >> 24), (byte)(rolloverCounter >> 16), (byte)(rolloverCounter >> 8), (byte)rolloverCounter])[..HmacSha1Batch.TagLength];

    private static bool IsSupported(int lanes) => lanes switch { 4 => Lanes4.IsSupported, 8 => Lanes8.IsSupported, _ => Lanes16.IsSupported };

    private static void Run(HmacSha1Batch batch, int lanes)
    {
        switch (lanes)
        {
            case 4:
                batch.Run<Lanes4, System.Runtime.Intrinsics.Vector128<uint>>();
                break;
            case 8:
                batch.Run<Lanes8, System.Runtime.Intrinsics.Vector256<uint>>();
                break;
            default:
                batch.Run<Lanes16, System.Runtime.Intrinsics.Vector512<uint>>();
                break;
        }
    }

    private byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }
}
