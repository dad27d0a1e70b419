using Sfu.Wire.Sdp;

namespace Sfu.Wire.Tests.Sdp;

public sealed class SdpOfferWriterTests
{
    [Fact]
    public void The_offer_is_the_one_that_was_reviewed_line_by_line() =>
        Assert.Equal(SdpSamples.Read("offer-1-slot.sdp"), SdpOfferWriter.Write(SdpSamples.Offer(videoSlots: 1)));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(25)]
    public void An_offer_reads_back_as_it_was_written_and_fits_a_hub_message(int videoSlots)
    {
        var offer = SdpSamples.Offer(videoSlots);
        var text = SdpOfferWriter.Write(offer);
        Assert.True(text.Length < 48 * 1024, $"{text.Length} characters");

        Assert.True(SdpOfferReader.TryRead(text, out var read, out var reason), reason);
        Assert.Equal(offer.SessionId, read.SessionId);
        Assert.Equal(offer.SessionVersion, read.SessionVersion);
        Assert.Equal(offer.IceUfrag, read.IceUfrag);
        Assert.Equal(offer.IcePassword, read.IcePassword);
        Assert.Equal(offer.Fingerprint, read.Fingerprint);
        Assert.Equal(offer.Candidates, read.Candidates);
        Assert.Equal(offer.CanonicalName, read.CanonicalName);
        Assert.Equal(offer.AudioSlots, read.AudioSlots);
        Assert.Equal(offer.VideoSlots, read.VideoSlots);
        Assert.Equal(text, SdpOfferWriter.Write(read));
    }

    [Fact]
    public void A_restart_changes_credentials_and_version_and_nothing_else()
    {
        var offer = SdpSamples.Offer();
        var before = SdpOfferWriter.Write(offer).Split("\r\n");
        var after = SdpOfferWriter.Write(offer with { IceUfrag = "restarte", IcePassword = "anotherPasswordOfTheServ", SessionVersion = 2 }).Split("\r\n");

        Assert.Equal(before.Length, after.Length);
        var changed = before.Zip(after).Where(pair => pair.First != pair.Second).Select(pair => pair.Second.Split(':', ' ')[0]).Distinct();
        Assert.Equal(["o=-", "a=ice-ufrag", "a=ice-pwd"], changed);
    }

    [Fact]
    public void The_first_slots_share_a_stream_and_every_other_has_its_own()
    {
        var streams = SdpOfferWriter.Write(SdpSamples.Offer(25)).Split("\r\n").Where(line => line.StartsWith("a=msid:", StringComparison.Ordinal)).Select(line => line[7..].Split(' ')[0]).ToArray();
        Assert.Equal(30, streams.Length);
        Assert.Equal(2, streams.Count(stream => stream == "stage"));
        Assert.Equal(29, streams.Distinct().Count());
    }

    [Fact]
    public void Mids_are_unique_and_those_of_slots_have_two_characters()
    {
        var offer = SdpSamples.Offer(25);
        Assert.Equal(34, offer.Sections.Select(section => section.Mid).Distinct().Count());
        Assert.All(offer.Sections.Skip(4), section => Assert.Equal(2, section.Mid.Length));
        Assert.Equal("vo", offer.Sections[^1].Mid);
    }
}
