using Sfu.WebRtc.Crypto;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

/// <summary>The AEAD_AES_128_GCM examples of RFC 7714 §16 and §17, typed from its text. They give session keys directly.</summary>
public sealed class Rfc7714VectorsTests : IDisposable
{
    private const string Rtp =
        "8040F17B8041F8D35501A0B2" + "47616C6C696120657374206F6D6E69732064697669736120696E207061727465732074726573";

    private const string Srtp =
        "8040F17B8041F8D35501A0B2" + "F24DE3A3FB34DE6CACBA861C9D7E4BCABE633BD50D294E6F42A5F47A51C7D19B36DE3ADF8833"
        + "899D7F27BEB16A9152CF765EE4390CCE";

    private const string Rtcp =
        "81C8000D4D617273" + "4E5450314E545032525450200000042A0000E9304C756E61DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF";

    private const string Srtcp =
        "81C8000D4D617273" + "63E94885DCDAB67CA727D7662F6B7E997FF5C0F76C06F32DC676A5F1730D6FDA4CE09B4686303DED0BB9275B"
        + "C84AA45896CF4D2FC5ABF87245D9EADE" + "800005D4";

    private const int RtpHeaderLength = 12;
    private const ulong RtpIndex = 0xF17B;
    private const uint RtcpIndex = 0x5D4;

    private static readonly byte[] Key = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
    private static readonly byte[] Salt = Convert.FromHexString("517569642070726F2071756F");

    private readonly AesGcmCipher _cipher = new(Key, Salt, Key, Salt);

    public void Dispose() => _cipher.Dispose();

    [Fact]
    public void Section_16_1_1_encrypts_the_rtp_packet()
    {
        var buffer = Room(Rtp, out var length);
        var protectedLength = _cipher.ProtectRtp(buffer, RtpHeaderLength, length, RtpIndex);
        Assert.Equal(Srtp, Convert.ToHexString(buffer.AsSpan(0, protectedLength)));
    }

    [Fact]
    public void Section_16_1_2_decrypts_the_srtp_packet()
    {
        var packet = Convert.FromHexString(Srtp);
        Assert.True(_cipher.TryUnprotectRtp(packet, RtpHeaderLength, RtpIndex, out var length));
        Assert.Equal(Rtp, Convert.ToHexString(packet.AsSpan(0, length)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Section_16_1_1_comes_out_with_vectors_of_any_width(bool narrow)
    {
        using var gcm = new AcceleratedAesGcm128(Key, narrow);
        var (nonce, packet, expected) = (Convert.FromHexString("51753C6580C2726F20718414"), Convert.FromHexString(Rtp), Convert.FromHexString(Srtp));
        var tag = new byte[AesGcm128.TagLength];
        gcm.Encrypt(nonce, packet.AsSpan(0, RtpHeaderLength), packet.AsSpan(RtpHeaderLength), tag);
        Assert.Equal(expected, (byte[])[.. packet, .. tag]);
        Assert.True(gcm.TryDecrypt(nonce, packet.AsSpan(0, RtpHeaderLength), packet.AsSpan(RtpHeaderLength), tag));
        Assert.Equal(Rtp, Convert.ToHexString(packet));
    }

    [Fact]
    public void Section_16_1_3_and_4_tag_the_packet_without_encrypting()
    {
        using var gcm = new AesGcm128(Key);
        var nonce = Convert.FromHexString("51753C6580C2726F20718414");
        var tag = new byte[AesGcm128.TagLength];
        gcm.Encrypt(nonce, Convert.FromHexString(Rtp), default, tag);
        Assert.Equal("22493F82D2BCE397E9D79E3B19AA4216", Convert.ToHexString(tag));
        Assert.True(gcm.TryDecrypt(nonce, Convert.FromHexString(Rtp), default, tag));
    }

    [Fact]
    public void Section_17_1_encrypts_the_rtcp_packet()
    {
        var buffer = Room(Rtcp, out var length);
        var protectedLength = _cipher.ProtectRtcp(buffer, length, RtcpIndex);
        Assert.Equal(Srtcp, Convert.ToHexString(buffer.AsSpan(0, protectedLength)));
    }

    [Fact]
    public void Section_17_1_decrypts_again()
    {
        var packet = Convert.FromHexString(Srtcp);
        Assert.True(_cipher.TryUnprotectRtcp(packet, RtcpIndex, out var length));
        Assert.Equal(Rtcp, Convert.ToHexString(packet.AsSpan(0, length)));
    }

    [Fact]
    public void Section_17_3_tags_the_rtcp_packet_without_encrypting()
    {
        using var gcm = new AesGcm128(Key);
        var tag = new byte[AesGcm128.TagLength];
        var nonce = Convert.FromHexString("517524055203726F207170BB");
        gcm.Encrypt(nonce, Convert.FromHexString(Rtcp + "000005D4"), default, tag);
        Assert.Equal("841DD9683DD78EC92AE58790125F62B3", Convert.ToHexString(tag));
    }

    private static byte[] Room(string packet, out int length)
    {
        var bytes = Convert.FromHexString(packet);
        length = bytes.Length;
        return [.. bytes, .. new byte[AesGcmCipher.TagLength + SrtpFormat.RtcpIndexLength]];
    }
}
