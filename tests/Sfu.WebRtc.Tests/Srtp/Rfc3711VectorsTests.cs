using System.Runtime.Intrinsics;
using Sfu.WebRtc.Crypto;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

/// <summary>The examples of RFC 3711 appendix B, typed from its text.</summary>
public sealed class Rfc3711VectorsTests
{
    private static readonly byte[] MasterKey = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
    private static readonly byte[] MasterSalt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Appendix_B2_keystream_blocks_match(bool portable)
    {
        using var aes = new Aes128(Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"), portable);
        var keystream = new byte[0xFF02 * Aes128.BlockLength];
        aes.XorKeystream(Vector128.Create(Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000")), keystream);

        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4", Block(0x0000));
        Assert.Equal("D23513162B02D0F72A43A2FE4A5F97AB", Block(0x0001));
        Assert.Equal("41E95B3BB0A2E8DD477901E4FCA894C0", Block(0x0002));
        Assert.Equal("EC8CDF7398607CB0F2D21675EA9EA1E4", Block(0xFEFF));
        Assert.Equal("362B7C3C6773516318A077D7FC5073AE", Block(0xFF00));
        Assert.Equal("6A2CC3787889374FBEB4C81B17BA6C44", Block(0xFF01));

        string Block(int counter) => Convert.ToHexString(keystream.AsSpan(counter * Aes128.BlockLength, Aes128.BlockLength));
    }

    [Fact]
    public void Appendix_B3_cipher_key_matches() =>
        Assert.Equal("C61E7A93744F39EE10734AFE3FF7A087", Derive(SrtpKeyLabel.RtpEncryption, 16));

    [Fact]
    public void Appendix_B3_cipher_salt_matches() =>
        Assert.Equal("30CBBC08863D8C85D49DB34A9AE1", Derive(SrtpKeyLabel.RtpSalt, 14));

    [Fact]
    public void Appendix_B3_authentication_key_matches_over_94_bytes() =>
        Assert.Equal(
            "CEBE321F6FF7716B6FD4AB49AF256A15" + "6D38BAA48F0A0ACF3C34E2359E6CDBCE" + "E049646C43D9327AD175578EF7227098"
            + "6371C10C9A369AC2F94A8C5FBCDDDC25" + "6D6E919A48B610EF17C2041E47403576" + "6B68642C59BBFC2F34DB60DBDFB2",
            Derive(SrtpKeyLabel.RtpAuthentication, 94));

    [Fact]
    public void A_96_bit_salt_is_derived_from_as_if_zeros_followed_it()
    {
        // RFC 7714 §11: the key derivation sees 112 bits.
        Span<byte> padded = stackalloc byte[14];
        padded.Clear();
        MasterSalt.AsSpan(0, 12).CopyTo(padded);
        var expected = new byte[16];
        SrtpKeyDerivation.Derive(MasterKey, padded, SrtpKeyLabel.RtcpSalt, expected);

        var derived = new byte[16];
        SrtpKeyDerivation.Derive(MasterKey, MasterSalt.AsSpan(0, 12), SrtpKeyLabel.RtcpSalt, derived);

        Assert.Equal(expected, derived);
    }

    private static string Derive(SrtpKeyLabel label, int length)
    {
        var key = new byte[length];
        SrtpKeyDerivation.Derive(MasterKey, MasterSalt, label, key);
        return Convert.ToHexString(key);
    }
}
