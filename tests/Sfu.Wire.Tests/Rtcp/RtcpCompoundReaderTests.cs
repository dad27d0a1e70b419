using Sfu.Testing;
using Sfu.Wire.Rtcp;

namespace Sfu.Wire.Tests.Rtcp;

public sealed class RtcpCompoundReaderTests
{
    private const string Report = "80C90001" + "00000001";
    private const string Unknown = "83D10002" + "0102030405060708";
    private const string ExtendedReport = "80CF0004" + "00000001" + "04000002" + "0123456789ABCDEF";
    private const string Pli = "81CE0002" + "00000001" + "00000002";

    [Fact]
    public void Walks_known_and_unknown_packets_alike()
    {
        Assert.Equal("ReceiverReport/0/4 209/3/8 ExtendedReport/0/16 PayloadFeedback/1/8", Walk(Report + Unknown + ExtendedReport + Pli, out var malformed));
        Assert.False(malformed);
    }

    [Fact]
    public void A_truncated_packet_ends_the_walk_and_leaves_the_ones_before_it()
    {
        var compound = Convert.FromHexString(Report + Pli);
        for (var length = 9; length < compound.Length; length++)
        {
            Assert.Equal("ReceiverReport/0/4", Walk(Convert.ToHexString(compound.AsSpan(0, length)), out var malformed));
            Assert.True(malformed);
        }
    }

    [Theory]
    [InlineData("00C90001" + "00000001")]
    [InlineData("40C90001" + "00000001")]
    [InlineData("C0C90001" + "00000001")]
    public void Another_version_ends_the_walk(string packet)
    {
        Assert.Equal("", Walk(packet + Report, out var malformed));
        Assert.True(malformed);
    }

    [Theory]
    [InlineData("A1CE0003" + "00000001" + "00000002" + "00000004", 8)]
    [InlineData("A1CE0003" + "00000001" + "00000002" + "00000001", 11)] // libwebrtc pads by less than a word
    [InlineData("A1CE0001" + "00000004", 0)]
    public void Padding_is_no_part_of_the_body(string packet, int bodyLength)
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString(packet), out var read));
        Assert.Equal(bodyLength, read.Body.Length);
    }

    [Theory]
    [InlineData("A1CE0002" + "00000001" + "00000000")]
    [InlineData("A1CE0002" + "00000001" + "00000009")]
    [InlineData("A1CE0000")]
    public void Impossible_padding_is_refused(string packet) =>
        Assert.False(RtcpPacketReader.TryRead(Convert.FromHexString(packet), out _));

    [Fact]
    public void Padding_never_makes_a_feedback_packet_read_outside_its_body()
    {
        // Twelve bytes long, but four of them are padding: there is no media SSRC.
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("A1CE0002" + "00000001" + "00000004"), out var packet));
        Assert.False(PictureLossIndication.TryRead(packet, out _));
    }

    [Fact]
    public void Reads_the_same_inside_noise_and_survives_every_cut() =>
        ParserInputs.Multiply(Convert.FromHexString(Report + Unknown + ExtendedReport + Pli), RtcpText.Describe, WhenCut.MayBeRead);

    [Fact]
    public void Mutated_compounds_neither_throw_nor_allocate()
    {
        var corpus = RtcpText.Samples();
        SeededMutation.NeitherThrowsNorAllocates(corpus, RtcpText.Touch, rounds: 60_000);
    }

    [Fact]
    public void Every_sample_is_read_whole_inside_noise_and_cut_at_every_byte()
    {
        foreach (var sample in RtcpText.Samples())
        {
            ParserInputs.Multiply(sample, RtcpText.Describe);
            Assert.DoesNotContain("?", RtcpText.Describe(sample), StringComparison.Ordinal);
        }
    }

    private static string Walk(string hex, out bool malformed)
    {
        var texts = new List<string>();
        var reader = new RtcpCompoundReader(Convert.FromHexString(hex));
        while (reader.TryReadNext(out var packet))
            texts.Add($"{packet.Type}/{packet.Count}/{packet.Body.Length}");
        malformed = reader.IsMalformed;
        return string.Join(' ', texts);
    }
}
