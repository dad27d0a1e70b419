using Sfu.Wire.Rtcp;

namespace Sfu.Wire.Tests.Rtcp;

public sealed class ReportTests
{
    [Fact]
    public void A_sender_report_with_two_blocks_is_read_field_by_field()
    {
        var bytes = Convert.FromHexString(
            "82C80012" + "00000001" + "DA8BD1FCDDDDA05A" + "AAF4EDD5" + "00000064" + "00004E20" +
            "00000007" + "80FFFFFD" + "00012345" + "0000005A" + "AABBCCDD" + "00010000" +
            "00000008" + "007FFFFF" + "00000001" + "00000002" + "00000003" + "00000004");
        Assert.True(RtcpPacketReader.TryRead(bytes, out var packet));
        Assert.True(SenderReport.TryRead(packet, out var report, out var blocks));
        Assert.Equal(new SenderReport(1, 0xDA8BD1FCDDDDA05A, 0xAAF4EDD5, 100, 20_000), report);
        Assert.True(blocks.TryReadNext(out var first));
        Assert.Equal(new ReportBlock(7, 128, -3, 0x12345, 90, 0xAABBCCDD, 65536), first);
        Assert.True(blocks.TryReadNext(out var second));
        Assert.Equal(new ReportBlock(8, 0, 0x7FFFFF, 1, 2, 3, 4), second);
        Assert.False(blocks.TryReadNext(out _));

        var written = new byte[bytes.Length];
        Assert.Equal(bytes.Length, report.Write(written, [first, second]));
        Assert.Equal(bytes, written);
    }

    [Fact]
    public void A_report_that_counts_more_blocks_than_it_has_is_refused()
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("81C80006" + new string('0', 48)), out var sender));
        Assert.False(SenderReport.TryRead(sender, out _, out _));
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("81C90001" + "00000001"), out var receiver));
        Assert.False(ReceiverReport.TryRead(receiver, out _, out _));
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("80C90000"), out var empty));
        Assert.False(ReceiverReport.TryRead(empty, out _, out _));
    }

    [Fact]
    public void A_profile_specific_extension_behind_the_blocks_is_ignored()
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("80C90002" + "00000005" + "DEADBEEF"), out var packet));
        Assert.True(ReceiverReport.TryRead(packet, out var ssrc, out var blocks));
        Assert.Equal(5u, ssrc);
        Assert.False(blocks.TryReadNext(out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(ReportBlock.MaxCumulativeLost)]
    [InlineData(ReportBlock.MinCumulativeLost)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Cumulative_loss_is_signed_and_saturates(int lost)
    {
        var buffer = new byte[ReceiverReport.Length + 31 * ReportBlock.Length];
        var blocks = new ReportBlock[31];
        Array.Fill(blocks, new ReportBlock(1, 255, lost, uint.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue));
        Assert.Equal(buffer.Length, ReceiverReport.Write(buffer, 1, blocks));
        Assert.True(RtcpPacketReader.TryRead(buffer, out var packet));
        Assert.True(ReceiverReport.TryRead(packet, out _, out var reader));
        var count = 0;
        while (reader.TryReadNext(out var block))
        {
            count++;
            Assert.Equal(Math.Clamp(lost, ReportBlock.MinCumulativeLost, ReportBlock.MaxCumulativeLost), block.CumulativeLost);
            Assert.Equal(255, block.FractionLost);
        }

        Assert.Equal(31, count);
    }

    [Fact]
    public void Source_description_carries_cnames_of_every_length()
    {
        var buffer = new byte[512];
        for (var length = 0; length <= 255; length++)
        {
            Array.Fill(buffer, (byte)0xFF);
            var cname = new byte[length];
            Array.Fill(cname, (byte)'c');
            var written = SourceDescription.WriteCname(buffer, 77, cname);
            Assert.Equal(0, written % 4);
            Assert.True(RtcpPacketReader.TryRead(buffer.AsSpan(0, written), out var packet));
            Assert.Equal(written, packet.Packet.Length);
            Assert.True(SourceDescriptionReader.TryRead(packet, out var reader));
            Assert.True(reader.TryReadNext(out var ssrc, out var item, out var text));
            Assert.Equal((77u, SourceDescription.CnameItem), (ssrc, item));
            Assert.Equal(cname, text.ToArray());
            Assert.False(reader.TryReadNext(out _, out _, out _));
        }
    }

    [Fact]
    public void Source_description_of_two_chunks_with_several_items()
    {
        // SSRC 1: CNAME "ab", TOOL "x"; end. SSRC 2: nothing. SSRC 3: CNAME "abc" that ends exactly before its zeros.
        var bytes = Convert.FromHexString("83CA0008" + "00000001" + "01026162" + "06017800" + "00000002" + "00000000" + "00000003" + "01036162" + "63000000");
        Assert.Equal("[SourceDescription 1:1=ab 1:6=x 3:1=abc]", RtcpText.Describe(bytes));
    }

    [Fact]
    public void Source_description_with_an_item_past_its_end_yields_what_came_before()
    {
        Assert.Equal("[SourceDescription 1:1=ab]", RtcpText.Describe(Convert.FromHexString("82CA0003" + "00000001" + "01026162" + "06FF7800")));
        Assert.Equal("[SourceDescription 1:1=abcde]", RtcpText.Describe(Convert.FromHexString("82CA0003" + "00000001" + "01056162" + "63646501")));
    }

    [Fact]
    public void Goodbye_has_ssrcs_and_a_reason()
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("82CB0004" + "00000001" + "00000002" + "05676F6E" + "65210000"), out var packet));
        Assert.True(Goodbye.TryRead(packet, out var goodbye));
        Assert.Equal((2, 1u, 2u), (goodbye.SsrcCount, goodbye.Ssrc(0), goodbye.Ssrc(1)));
        Assert.Equal("gone!"u8.ToArray(), goodbye.Reason.ToArray());
    }

    [Theory]
    [InlineData("82CB0001" + "00000001")] // one SSRC less than counted
    [InlineData("81CB0002" + "00000001" + "04676F6E")] // reason longer than what is left
    [InlineData("81CB0002" + "00000001" + "FF676F6E")]
    public void Goodbye_that_reaches_past_its_end_is_refused(string hex)
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString(hex), out var packet));
        Assert.False(Goodbye.TryRead(packet, out _));
    }

    [Fact]
    public void Goodbye_may_name_nobody()
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("80CB0000"), out var packet));
        Assert.True(Goodbye.TryRead(packet, out var goodbye));
        Assert.Equal(0, goodbye.SsrcCount);
    }

    [Theory]
    [InlineData(0, 0UL)]
    [InlineData(1_000_000, 1UL << 32)]
    [InlineData(1_500_000, 0x1_8000_0000UL)]
    [InlineData(4_294_967_295_250_000, 0xFFFF_FFFF_4000_0000UL)]
    public void Ntp_time_is_seconds_and_fraction(long timeUs, ulong ntp)
    {
        Assert.Equal(ntp, NtpTime.FromMicroseconds(timeUs));
        Assert.Equal(timeUs, NtpTime.ToMicroseconds(ntp));
    }

    [Fact]
    public void Round_trip_is_elapsed_time_less_the_peers_delay()
    {
        // RFC 3550 §6.4.1, figure 2: A = 0xb710:8000, LSR = 0xb705:2000, DLSR = 0x0005:4000, round trip 6.125 s.
        Assert.True(NtpTime.TryGetRoundTrip(0x0000_B710_8000_0000, 0xB705_2000, 0x0005_4000, out var roundTripUs));
        Assert.Equal(6_125_000, roundTripUs);
        Assert.False(NtpTime.TryGetRoundTrip(0x0000_B710_8000_0000, 0, 0, out _));
        Assert.False(NtpTime.TryGetRoundTrip(0x0000_B710_8000_0000, 0xB710_0000, 0x0001_0000, out _));
        Assert.True(NtpTime.TryGetRoundTrip(0x0000_B710_8000_0000, 0xB710_8000, 1, out var zero));
        Assert.Equal(0, zero);
    }

    [Fact]
    public void Delays_are_in_65536ths_of_a_second()
    {
        Assert.Equal(65536u, NtpTime.CompactFromMicroseconds(1_000_000));
        Assert.Equal(0u, NtpTime.CompactFromMicroseconds(-5));
        Assert.Equal(uint.MaxValue, NtpTime.CompactFromMicroseconds(70_000_000_000));
        Assert.Equal(500_000, NtpTime.CompactToMicroseconds(32768));
    }
}
