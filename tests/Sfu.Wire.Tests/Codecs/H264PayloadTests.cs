using Sfu.Testing;
using Sfu.Wire.Codecs;

namespace Sfu.Wire.Tests.Codecs;

public sealed class H264PayloadTests
{
    private const string Sps = "6742E01F";
    private const string Pps = "68CE3C80";
    private const string Idr = "65888400";
    private const string Slice = "419A0000";

    [Theory]
    [InlineData(Sps, true, true, false)]
    [InlineData(Pps, true, false, false)]
    [InlineData(Idr, true, false, true)]
    [InlineData(Slice, true, false, false)]
    [InlineData("78" + "0004" + Sps + "0004" + Pps, true, true, false)]
    [InlineData("78" + "0004" + Sps + "0004" + Pps + "0004" + Idr, true, true, true)]
    [InlineData("78" + "0004" + Pps + "0004" + Slice, true, false, false)]
    [InlineData("7C85" + "8884", true, false, true)] // FU-A, start of IDR
    [InlineData("7C05" + "8884", false, false, false)] // FU-A, middle
    [InlineData("7C45" + "8884", false, false, false)] // FU-A, end
    [InlineData("7C81" + "8884", true, false, false)] // FU-A, start of an inter slice
    [InlineData("7C87" + "42E0", true, true, false)] // FU-A, start of SPS
    public void Recognises_key_frames_in_every_packet_kind(string hex, bool startsNal, bool hasSps, bool hasIdr)
    {
        var payload = Convert.FromHexString(hex);
        Assert.True(H264Payload.TryRead(payload, out var h264));
        Assert.Equal((startsNal, hasSps, hasIdr), (h264.StartsNal, h264.HasSps, h264.HasIdr));
        Assert.Equal(hasSps || hasIdr, h264.IsKeyframeStart);
        ParserInputs.Multiply(payload, Describe, WhenCut.MayBeRead);
    }

    [Theory]
    [InlineData("")]
    [InlineData("60")] // type 0
    [InlineData("79" + "0000")] // STAP-B
    [InlineData("7A0000")] // MTAP16
    [InlineData("7B0000")] // MTAP24
    [InlineData("7D850000")] // FU-B
    [InlineData("7E00")] // undefined
    [InlineData("7F00")]
    [InlineData("78")] // aggregate of nothing
    [InlineData("78" + "00")]
    [InlineData("78" + "0000")]
    [InlineData("78" + "0005" + Sps)] // a size past the end
    [InlineData("78" + "0004" + Sps + "0004")]
    [InlineData("78" + "0004" + Sps + "00")]
    [InlineData("7C85")] // a fragment of nothing
    [InlineData("7C")]
    public void Refuses_what_does_not_fit(string hex) => Assert.False(H264Payload.TryRead(Convert.FromHexString(hex), out _));

    [Fact]
    public void Mutated_payloads_neither_throw_nor_allocate() => SeededMutation.NeitherThrowsNorAllocates(
        [Convert.FromHexString("78" + "0004" + Sps + "0004" + Pps + "0004" + Idr), Convert.FromHexString("7C858884"), Convert.FromHexString(Idr)],
        payload => H264Payload.TryRead(payload, out var h264) && h264.IsKeyframeStart ? 1 : 0);

    private static string? Describe(ReadOnlySpan<byte> payload) =>
        H264Payload.TryRead(payload, out var h264) ? $"{h264.StartsNal} {h264.HasSps} {h264.HasIdr}" : null;
}
