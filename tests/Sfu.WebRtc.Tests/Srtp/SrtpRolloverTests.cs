using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

public sealed class SrtpRolloverTests
{
    public static TheoryData<SrtpProtectionProfile> Profiles => SrtpPair.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void One_ssrc_wraps_three_times_while_another_does_not(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        ulong audio = 100;
        for (ulong video = 32_000; video < 3 * 65_536 + 500; video += 13)
        {
            Assert.True(pair.Accepts(pair.ProtectedRtp(1, video, 8)));
            if (video % 8 == 0)
                Assert.True(pair.Accepts(pair.ProtectedRtp(2, audio++, 8)));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Packets_around_the_wrap_may_come_in_any_order(SrtpProtectionProfile profile)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            using var pair = new SrtpPair(profile);
            Assert.True(pair.Accepts(pair.ProtectedRtp(1, 65_000)));
            var order = Enumerable.Range(65_400, 400).ToArray();
            new Random(seed).Shuffle(order);
            foreach (var index in order)
                Assert.True(pair.Accepts(pair.ProtectedRtp(1, (ulong)index)));
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_stream_whose_packets_before_the_wrap_were_lost_is_still_understood(SrtpProtectionProfile profile)
    {
        // Starts at 65530 and the first 20 are lost: the first one seen is 14, with rollover counter 1.
        using var pair = new SrtpPair(profile);
        var late = pair.ProtectedRtp(1, 65_531);
        for (ulong index = 65_550; index < 65_600; index++)
            Assert.True(pair.Accepts(pair.ProtectedRtp(1, index)));
        Assert.True(pair.Accepts(late), "one from before the wrap, late");
        Assert.Equal(1, pair.Receiver.RtpStreamCount);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_receiver_that_is_added_after_a_wrap_learns_the_counter(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        Assert.True(pair.Accepts(pair.ProtectedRtp(1, 65_536 + 3_000)));
        Assert.True(pair.Accepts(pair.ProtectedRtp(1, 65_536 + 3_001)));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_gap_of_just_under_half_the_sequence_space_is_bridged(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (ulong index = 5; index < 400_000; index += 32_767)
            Assert.True(pair.Accepts(pair.ProtectedRtp(1, index)));
    }
}
