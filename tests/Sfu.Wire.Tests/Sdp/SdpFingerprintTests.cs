using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

public sealed class SdpFingerprintTests
{
    [Theory]
    [InlineData("sha-256", 32)]
    [InlineData("sha-384", 48)]
    [InlineData("sha-512", 64)]
    public void Reads_what_it_writes_in_either_case(string algorithm, int length)
    {
        var fingerprint = new SdpFingerprint(algorithm, [.. Enumerable.Range(0, length).Select(index => (byte)(index * 37))]);
        Assert.True(SdpFingerprint.TryParse(fingerprint.ToString(), out var read));
        Assert.Equal(fingerprint, read);
        Assert.True(SdpFingerprint.TryParse(fingerprint.ToString().ToUpperInvariant(), out read));
        Assert.Equal(fingerprint, read);
        for (var cut = 0; cut < fingerprint.ToString().Length; cut++)
            Assert.False(SdpFingerprint.TryParse(fingerprint.ToString()[..cut], out _));
    }

    [Theory]
    [InlineData("sha-1 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13")]
    [InlineData("md5 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F")]
    [InlineData("sha-256 00-07-0E-15-1C-23-2A-31-38-3F-46-4D-54-5B-62-69-70-77-7E-85-8C-93-9A-A1-A8-AF-B6-BD-C4-CB-D2-D9")]
    [InlineData("sha-256 0G:07:0E:15:1C:23:2A:31:38:3F:46:4D:54:5B:62:69:70:77:7E:85:8C:93:9A:A1:A8:AF:B6:BD:C4:CB:D2:D9")]
    [InlineData("sha-256 00:07:0E:15:1C:23:2A:31:38:3F:46:4D:54:5B:62:69:70:77:7E:85:8C:93:9A:A1:A8:AF:B6:BD:C4:CB:D2:D9:00")]
    [InlineData("sha-256")]
    [InlineData("")]
    public void Refuses_weak_hashes_and_whatever_is_not_of_the_form(string value) => Assert.False(SdpFingerprint.TryParse(value, out _));
}
