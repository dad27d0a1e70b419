using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

/// <summary>What somebody without the keys, or with a copy of old packets, can do: nothing.</summary>
public sealed class SrtpHostileInputTests
{
    public static TheoryData<SrtpProtectionProfile> Profiles => SrtpPair.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Any_flipped_bit_of_a_packet_refuses_it_and_changes_nothing(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (ulong index = 0; index < 200; index++)
        {
            var plain = pair.Rtp(5, index, (int)index % 40);
            var packet = pair.Protect(plain, index);
            var damaged = (byte[])packet.Clone();
            for (var bit = 0; bit < packet.Length * 8; bit++)
            {
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                var before = (byte[])damaged.Clone();
                Assert.False(pair.Receiver.TryUnprotectRtp(damaged, SrtpPair.HeaderLength, out var length));
                Assert.Equal(0, length);
                Assert.Equal(before, damaged);
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(index == 0 ? 0 : 1, pair.Receiver.RtpStreamCount);
            Assert.True(pair.Receiver.TryUnprotectRtp(packet, SrtpPair.HeaderLength, out var opened));
            Assert.Equal(plain, packet[..opened]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Any_flipped_bit_of_an_rtcp_packet_refuses_it_and_changes_nothing(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var i = 0; i < 100; i++)
        {
            var packet = pair.ProtectedRtcp(5, i % 32);
            var damaged = (byte[])packet.Clone();
            for (var bit = 0; bit < packet.Length * 8; bit++)
            {
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                var before = (byte[])damaged.Clone();
                Assert.False(pair.Receiver.TryUnprotectRtcp(damaged, out _));
                Assert.Equal(before, damaged);
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.Equal(i == 0 ? 0 : 1, pair.Receiver.RtcpStreamCount);
            Assert.True(pair.AcceptsRtcp(packet));
            Assert.False(pair.AcceptsRtcp(packet), "a replay");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_flood_of_random_ssrcs_leaves_no_state_and_disturbs_nobody(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var random = new Random(3);
        var forged = new byte[90];
        Assert.True(pair.Accepts(pair.ProtectedRtp(5, 65_000)));
        for (ulong index = 65_001; index < 67_000; index++)
        {
            for (var i = 0; i < 20; i++)
            {
                random.NextBytes(forged);
                Assert.False(pair.Receiver.TryUnprotectRtp(forged, SrtpPair.HeaderLength, out _));
                Assert.False(pair.Receiver.TryUnprotectRtcp(forged, out _));
            }

            Assert.True(pair.Accepts(pair.ProtectedRtp(5, index)));
        }

        Assert.Equal(1, pair.Receiver.RtpStreamCount);
        Assert.Equal(0, pair.Receiver.RtcpStreamCount);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Forged_packets_of_a_known_ssrc_do_not_move_its_rollover_counter(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.True(pair.Accepts(pair.ProtectedRtp(5, 60_000)));
        for (ulong index = 60_001; index < 140_000; index += 20_000)
        {
            var forged = pair.ProtectedRtp(5, index);
            forged[^1] ^= 1;
            Assert.False(pair.Accepts(forged));
        }

        Assert.True(pair.Accepts(pair.ProtectedRtp(5, 60_001)));
        Assert.False(pair.Accepts(pair.ProtectedRtp(5, 60_001)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Each_packet_is_accepted_once_however_late_its_copy_comes(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var packets = new byte[9000][];
        for (var i = 0; i < packets.Length; i++)
            packets[i] = pair.ProtectedRtp(5, 30_000 + (ulong)i, 20);

        for (var i = 0; i < packets.Length; i++)
        {
            Assert.True(pair.Accepts(packets[i]));
            Assert.False(pair.Accepts(packets[i]));
            for (var late = 1; late <= Math.Min(i, 4096); late = late * 2 + 1)
                Assert.False(pair.Accepts(packets[i - late]), $"copy accepted {late} packets late");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_first_copy_is_accepted_1024_packets_late_and_refused_beyond_the_window(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var late = pair.ProtectedRtp(5, 10_000);
        var tooLate = pair.ProtectedRtp(5, 9_000);
        for (ulong index = 9_001; index <= 11_024; index++)
            Assert.True(index == 10_000 || pair.Accepts(pair.ProtectedRtp(5, index, 4)));

        Assert.True(pair.Accepts(late));
        Assert.False(pair.Accepts(tooLate));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void No_more_than_64_ssrcs_are_remembered_and_those_keep_working(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (uint ssrc = 1; ssrc <= 100; ssrc++)
        {
            Assert.Equal(ssrc <= SrtpStreamTable.Capacity, pair.Accepts(pair.ProtectedRtp(ssrc, 7)));
            Assert.Equal(ssrc <= SrtpStreamTable.Capacity, pair.AcceptsRtcp(pair.ProtectedRtcp(ssrc)));
        }

        Assert.Equal(SrtpStreamTable.Capacity, pair.Receiver.RtpStreamCount);
        Assert.Equal(SrtpStreamTable.Capacity, pair.Receiver.RtcpStreamCount);
        Assert.True(pair.Accepts(pair.ProtectedRtp(1, 8)));
        Assert.True(pair.AcceptsRtcp(pair.ProtectedRtcp(1)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Keys_of_another_session_open_nothing(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile, seed: 1);
        using var other = new SrtpPair(profile, seed: 2);
        Assert.False(pair.Accepts(other.ProtectedRtp(5, 1)));
        Assert.False(pair.AcceptsRtcp(other.ProtectedRtcp(5)));
    }
}
