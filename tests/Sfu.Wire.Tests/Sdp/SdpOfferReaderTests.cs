using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

public sealed class SdpOfferReaderTests
{
    [Theory]
    [InlineData("o=- 4611686018427387904 1 ", "o=x ", "origin")]
    [InlineData("a=ice-ufrag:serverUF", "a=x", "ICE credentials")]
    [InlineData("a=mid:cam", "a=mid:cat", "not cam")]
    [InlineData("a=mid:a3", "a=x", "Section 7")]
    [InlineData("a=ssrc:1002 cname:sfu", "a=x", "Section 6")]
    [InlineData("a=ssrc:1002 cname:sfu", "a=ssrc:1002 label:sfu", "Section 6")]
    [InlineData("a=ssrc-group:FID 2000 3000", "a=ssrc-group:FID 2001 3000", "Section 9")]
    public void Refuses_an_offer_that_is_not_shaped_like_ours(string replace, string by, string expected)
    {
        var text = SdpOfferWriter.Write(SdpSamples.Offer());
        var at = text.IndexOf(replace, StringComparison.Ordinal);
        Assert.False(SdpOfferReader.TryRead(text[..at] + by + text[(at + replace.Length)..], out var offer, out var reason));
        Assert.Null(offer);
        Assert.Contains(expected, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Passes_over_candidates_it_cannot_use_and_stops_at_twenty()
    {
        var text = SdpOfferWriter.Write(SdpSamples.Offer());
        const string First = "a=candidate:1 1 udp 2130706431 192.0.2.10 10000 typ host\r\n";
        const string Others = "a=candidate:3 1 tcp 1 192.0.2.11 9 typ host tcptype passive\r\na=candidate:4 1 udp 1 name.local 1 typ host\r\na=candidate:5 1 udp 1 192.0.2.12 70000 typ host\r\na=candidate:6 2 udp 1 192.0.2.13 7 typ host\r\na=candidate:7\r\n";
        Assert.True(SdpOfferReader.TryRead(text.Replace(First, First + Others, StringComparison.Ordinal), out var offer, out var reason), reason);
        Assert.Equal(SdpSamples.Offer().Candidates, offer.Candidates);
        Assert.True(SdpOfferReader.TryRead(text.Replace(First, string.Concat(Enumerable.Repeat(First, 100)), StringComparison.Ordinal), out offer, out _));
        Assert.Equal(20, offer.Candidates.Count);
    }

    [Fact]
    public void An_offer_cut_at_any_character_never_throws()
    {
        var text = SdpOfferWriter.Write(SdpSamples.Offer(1));
        for (var length = 0; length < text.Length; length++)
            Assert.True(SdpOfferReader.TryRead(text[..length], out _, out var reason) || reason.Length > 0);
    }
}
