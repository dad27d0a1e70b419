using System.Buffers.Binary;
using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;

namespace Sfu.Interop.Tests;

/// <summary>Our SRTP and libsrtp's, fed the same packets, must say the same.</summary>
public sealed class LibsrtpTests
{
    public static TheoryData<SrtpProtectionProfile> Profiles { get; } =
        new(SrtpProtectionProfile.AeadAes128Gcm, SrtpProtectionProfile.Aes128CmHmacSha1_80);

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Protected_rtp_is_equal_byte_for_byte_over_two_wraps(SrtpProtectionProfile profile)
    {
        using var keys = new Sessions(profile, seed: 10);
        var random = new Random(11);
        for (ulong index = 30_000; index < 2 * 65_536 + 40_000; index += (ulong)random.Next(1, 80))
        {
            var plain = RandomRtp(random, 0xDECAF, index, out var headerLength);
            var ours = keys.ProtectRtp(plain, headerLength, index);
            Assert.Equal(keys.TheirSender.ProtectRtp(plain), ours);
            Assert.Equal(plain, keys.TheirReceiver.UnprotectRtp(ours));

            Assert.True(keys.OurReceiver.TryUnprotectRtp(ours, headerLength, out var length));
            Assert.Equal(plain, ours[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Protected_rtcp_is_equal_byte_for_byte(SrtpProtectionProfile profile)
    {
        using var keys = new Sessions(profile, seed: 20);
        var random = new Random(21);

        // Libsrtp's first SRTCP index is 1, ours 0 as in RFC 3711 §3.4; one packet more on our side brings them together.
        var first = keys.ProtectRtcp(RandomRtcp(random, 0xFEED));
        Assert.NotNull(keys.TheirReceiver.UnprotectRtcp(first));
        for (var i = 0; i < 3000; i++)
        {
            var plain = RandomRtcp(random, 0xFEED);
            var ours = keys.ProtectRtcp(plain);
            Assert.Equal(keys.TheirSender.ProtectRtcp(plain), ours);
            Assert.Equal(plain, keys.TheirReceiver.UnprotectRtcp(ours));
            Assert.Null(keys.TheirReceiver.UnprotectRtcp(ours));

            Assert.True(keys.OurReceiver.TryUnprotectRtcp(ours, out var length));
            Assert.Equal(plain, ours[..length]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Both_receivers_give_the_same_verdict_on_reordered_replayed_late_and_forged_rtp(SrtpProtectionProfile profile)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            using var keys = new Sessions(profile, seed);
            var random = new Random(100 + seed);
            ulong head = 20_000;
            int accepted = 0, refused = 0;
            for (var step = 0; step < 20_000; step++)
            {
                head += (ulong)random.Next(0, random.Next(200) == 0 ? 12_000 : 8);
                var late = random.Next(4) == 0 ? random.Next(0, 2500) : 0;
                var ssrc = (uint)random.Next(1, 3);
                // A packet's bytes depend on its index alone, so that a second sending of an index is a true replay.
                var index = head - (ulong)late;
                var plain = RandomRtp(new Random((int)index ^ (int)(ssrc << 24)), ssrc, index, out var headerLength);
                var packet = keys.ProtectRtp(plain, headerLength, index);
                if (random.Next(10) == 0)
                    packet[random.Next(headerLength, packet.Length)] ^= 0x10;

                var theirs = keys.TheirReceiver.UnprotectRtp(packet);
                var before = (byte[])packet.Clone();
                var opened = keys.OurReceiver.TryUnprotectRtp(packet, headerLength, out var length);
                Assert.True(opened == theirs is not null, $"seed {seed} step {step} index {index} head {head}: ours {opened}");
                Assert.Equal(opened ? plain : before, opened ? packet[..length] : packet);
                Assert.True(!opened || theirs!.AsSpan().SequenceEqual(plain));
                accepted += opened ? 1 : 0;
                refused += opened ? 0 : 1;
            }

            Assert.True(accepted > 1000 && refused > 1000, $"{accepted} accepted, {refused} refused: too one-sided to mean much");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Both_receivers_refuse_every_flipped_bit(SrtpProtectionProfile profile)
    {
        using var keys = new Sessions(profile, seed: 30);
        var random = new Random(31);
        var rtp = keys.ProtectRtp(RandomRtp(random, 9, 500, out var headerLength), headerLength, 500);
        var rtcp = keys.ProtectRtcp(RandomRtcp(random, 9));
        for (var bit = 0; bit < rtp.Length * 8; bit++)
        {
            rtp[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(keys.TheirReceiver.UnprotectRtp(rtp));
            Assert.False(keys.OurReceiver.TryUnprotectRtp(rtp, headerLength, out _));
            rtp[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var bit = 0; bit < rtcp.Length * 8; bit++)
        {
            rtcp[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(keys.TheirReceiver.UnprotectRtcp(rtcp));
            Assert.False(keys.OurReceiver.TryUnprotectRtcp(rtcp, out _));
            rtcp[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.NotNull(keys.TheirReceiver.UnprotectRtp(rtp));
        Assert.True(keys.OurReceiver.TryUnprotectRtp(rtp, headerLength, out _));
        Assert.NotNull(keys.TheirReceiver.UnprotectRtcp(rtcp));
        Assert.True(keys.OurReceiver.TryUnprotectRtcp(rtcp, out _));
    }

    /// <summary>HMAC-SHA1's tags are computed side by side when a batch is read: from one packet alone to more than fit beside one another, over a wrap.</summary>
    [Theory]
    [MemberData(nameof(Profiles))]
    public void Packets_of_one_batch_with_different_keys_and_sizes_are_those_of_libsrtp(SrtpProtectionProfile profile)
    {
        using var first = new Sessions(profile, seed: 40);
        using var second = new Sessions(profile, seed: 41);
        using var batch = new DatagramBatch();
        var random = new Random(42);
        ulong index = 65_300;
        foreach (var count in (int[])[1, 2, 3, 4, 8, 9, 16, 17, 40, 300])
        {
            var sent = new List<(Sessions Keys, byte[] Plain)>();
            for (var i = 0; i < count; i++)
            {
                var keys = random.Next(3) == 0 ? second : first;
                var plain = RandomRtp(random, 0xBA7C4, ++index, out var headerLength);
                sent.Add((keys, plain));
                batch.Commit(keys.ProtectRtp(batch, plain, headerLength, index), default);
            }

            for (var i = 0; i < count; i++)
            {
                var (keys, plain) = sent[i];
                var ours = batch[i].ToArray();
                Assert.Equal(keys.TheirSender.ProtectRtp(plain), ours);
                Assert.Equal(plain, keys.TheirReceiver.UnprotectRtp(ours));
            }

            batch.Clear();
        }

        Assert.True(index > 65_536);
    }

    /// <summary>RFC 3550 §5.1 with up to 3 CSRCs and, every other time, a one-byte-header extension (RFC 8285).</summary>
    private static byte[] RandomRtp(Random random, uint ssrc, ulong index, out int headerLength)
    {
        var csrcs = random.Next(0, 4);
        var extensionWords = random.Next(0, 2) * random.Next(1, 5);
        headerLength = 12 + 4 * csrcs + (extensionWords > 0 ? 4 + 4 * extensionWords : 0);
        var packet = new byte[headerLength + random.Next(0, 1200)];
        random.NextBytes(packet);
        packet[0] = (byte)(0x80 | csrcs | (extensionWords > 0 ? 0x10 : 0));
        packet[1] = 96;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)index);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        if (extensionWords > 0)
        {
            var extension = packet.AsSpan(12 + 4 * csrcs);
            BinaryPrimitives.WriteUInt16BigEndian(extension, 0xBEDE);
            BinaryPrimitives.WriteUInt16BigEndian(extension[2..], (ushort)extensionWords);
        }

        return packet;
    }

    private static byte[] RandomRtcp(Random random, uint ssrc)
    {
        var packet = new byte[8 + 4 * random.Next(0, 40)];
        random.NextBytes(packet);
        packet[0] = 0x80;
        packet[1] = 200;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)(packet.Length / 4 - 1));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }

    private sealed class Sessions : IDisposable
    {
        private readonly SrtpSender _ourSender;

        public Sessions(SrtpProtectionProfile profile, int seed)
        {
            var random = new Random(seed);
            var key = new byte[profile.KeyLength];
            var salt = new byte[profile.SaltLength];
            random.NextBytes(key);
            random.NextBytes(salt);
            _ourSender = new SrtpSender(profile, key, salt);
            OurReceiver = new SrtpReceiver(profile, key, salt);
            TheirSender = new LibsrtpSession(profile, key, salt, outbound: true);
            TheirReceiver = new LibsrtpSession(profile, key, salt, outbound: false, ReplayWindow.Length);
        }

        public SrtpReceiver OurReceiver { get; }

        public LibsrtpSession TheirSender { get; }

        public LibsrtpSession TheirReceiver { get; }

        public byte[] ProtectRtp(byte[] plain, int headerLength, ulong index)
        {
            var buffer = new byte[plain.Length + _ourSender.MaxOverhead];
            plain.CopyTo(buffer, 0);
            return buffer[.._ourSender.ProtectRtp(buffer, headerLength, plain.Length, (uint)(index >> 16))];
        }

        /// <summary>Into the batch's next place, which is to be committed with the length that comes back.</summary>
        public int ProtectRtp(DatagramBatch batch, byte[] plain, int headerLength, ulong index)
        {
            var room = batch.Reserve();
            plain.CopyTo(room);
            return _ourSender.ProtectRtp(batch, room, headerLength, plain.Length, (uint)(index >> 16));
        }

        public byte[] ProtectRtcp(byte[] plain)
        {
            var buffer = new byte[plain.Length + _ourSender.MaxOverhead];
            plain.CopyTo(buffer, 0);
            return buffer[.._ourSender.ProtectRtcp(buffer, plain.Length)];
        }

        public void Dispose()
        {
            _ourSender.Dispose();
            OurReceiver.Dispose();
            TheirSender.Dispose();
            TheirReceiver.Dispose();
        }
    }
}
