using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

public sealed class SrtpRoundTripTests
{
    public static TheoryData<SrtpProtectionProfile> Profiles => SrtpPair.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_payload_length_comes_back_as_it_was(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var length = 0; length <= 1400; length++)
        {
            var plain = pair.Rtp(1, (ulong)length, length);
            var packet = pair.Protect(plain, (ulong)length);
            Assert.Equal(plain.Length + profile.RtpTagLength, packet.Length);
            Assert.True(length < 16 || !packet.AsSpan(12, length).SequenceEqual(plain.AsSpan(12)), "nothing was encrypted");

            Assert.True(pair.Receiver.TryUnprotectRtp(packet, SrtpPair.HeaderLength, out var opened));
            Assert.Equal(plain, packet[..opened]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_longer_header_stays_readable_and_is_authenticated(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        const int header = 12 + 8 + 12;
        var plain = pair.Rtp(1, 1, 200);
        var buffer = new byte[plain.Length + pair.Sender.MaxOverhead];
        plain.CopyTo(buffer, 0);
        var packet = buffer[..pair.Sender.ProtectRtp(buffer, header, plain.Length, 0)];

        Assert.Equal(plain[..header], packet[..header]);
        packet[header - 1] ^= 1;
        Assert.False(pair.Receiver.TryUnprotectRtp(packet, header, out _));
        packet[header - 1] ^= 1;
        Assert.True(pair.Receiver.TryUnprotectRtp(packet, header, out var length));
        Assert.Equal(plain, packet[..length]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtcp_comes_back_as_it_was_and_counts_its_index_per_ssrc(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        for (var i = 0; i < 100; i++)
        {
            foreach (var ssrc in new uint[] { 7, 8 })
            {
                var packet = pair.ProtectedRtcp(ssrc, 4 * i);
                Assert.Equal(8 + 4 * i + profile.RtpTagLength + 4, packet.Length);
                var word = profile is SrtpProtectionProfile.AeadAes128Gcm
                    ? AesGcmCipher.ReadRtcpIndexWord(packet)
                    : AesCmHmacCipher.ReadRtcpIndexWord(packet);
                Assert.Equal(0x8000_0000u + (uint)i, word);
                Assert.True(pair.Receiver.TryUnprotectRtcp(packet, out var length));
                Assert.Equal(8 + 4 * i, length);
            }
        }
    }

    [Fact]
    public void Rtcp_that_claims_not_to_be_encrypted_is_refused()
    {
        // Section 17.3 of RFC 7714: correctly tagged with E = 0. Nothing a browser sends.
        var key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
        using var pair = new SrtpReceiver(SrtpProtectionProfile.AeadAes128Gcm, key, key.AsSpan(0, 12));
        var packet = Convert.FromHexString(
            "81C8000D4D6172734E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF"
            + "841DD9683DD78EC92AE58790125F62B3000005D4");
        Assert.False(pair.TryUnprotectRtcp(packet, out var length));
        Assert.Equal(0, length);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Packets_too_short_for_header_and_tag_are_refused(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var rtp = pair.ProtectedRtp(1, 1, 0);
        var rtcp = pair.ProtectedRtcp(1, 0);
        for (var length = 0; length < rtp.Length; length++)
            Assert.False(pair.Receiver.TryUnprotectRtp(rtp.AsSpan(0, length), SrtpPair.HeaderLength, out _));
        for (var length = 0; length < rtcp.Length; length++)
            Assert.False(pair.Receiver.TryUnprotectRtcp(rtcp.AsSpan(0, length), out _));
        Assert.False(pair.Receiver.TryUnprotectRtp(rtp, 11, out _));
        Assert.False(pair.Receiver.TryUnprotectRtp(rtp, rtp.Length, out _));
        Assert.Equal(0, pair.Receiver.RtpStreamCount + pair.Receiver.RtcpStreamCount);
    }

    [Fact]
    public void No_profile_and_wrong_key_lengths_are_a_programming_error()
    {
        var key = new byte[16];
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrtpSender(SrtpProtectionProfile.None, key, key));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrtpReceiver(SrtpProtectionProfile.None, key, key));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new SrtpSender(SrtpProtectionProfile.AeadAes128Gcm, key, key.AsSpan(0, 14)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new SrtpReceiver(SrtpProtectionProfile.Aes128CmHmacSha1_80, key, key.AsSpan(0, 12)));
    }
}
