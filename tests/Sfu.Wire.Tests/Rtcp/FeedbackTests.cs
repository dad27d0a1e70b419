using Sfu.Wire.Rtcp;

namespace Sfu.Wire.Tests.Rtcp;

public sealed class FeedbackTests
{
    [Fact]
    public void Picture_loss_indication_is_twelve_bytes()
    {
        var bytes = new byte[PictureLossIndication.Length];
        Assert.Equal(12, new PictureLossIndication(0x01020304, 0xA0B0C0D0).Write(bytes));
        Assert.Equal("81CE000201020304A0B0C0D0", Convert.ToHexString(bytes));
        Assert.True(RtcpPacketReader.TryRead(bytes, out var packet));
        Assert.True(PictureLossIndication.TryRead(packet, out var read));
        Assert.Equal(new PictureLossIndication(0x01020304, 0xA0B0C0D0), read);
    }

    [Fact]
    public void Full_intra_request_names_its_sources_in_entries()
    {
        var bytes = new byte[FullIntraRequest.Length];
        Assert.Equal(20, FullIntraRequest.Write(bytes, 1, 2, 3));
        Assert.Equal("84CE000400000001000000000000000203000000", Convert.ToHexString(bytes));

        var two = Convert.FromHexString("84CE0006" + "00000001" + "00000000" + "0000000203000000" + "00000004FF000000");
        Assert.Equal("[PayloadFeedback 2#3 4#255]", RtcpText.Describe(two));
    }

    [Fact]
    public void A_format_of_the_other_type_is_not_taken_for_ours()
    {
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("81CD0003" + "00000001" + "00000002" + "00010000"), out var nack));
        Assert.False(PictureLossIndication.TryRead(nack, out _));
        Assert.True(NackReader.TryRead(nack, out _));
        Assert.True(RtcpPacketReader.TryRead(Convert.FromHexString("8FCD0003" + "00000001" + "00000002" + "52454D42"), out var notRemb));
        Assert.False(Remb.TryRead(notRemb, out _));
    }

    [Fact]
    public void Nack_lists_the_packet_id_and_each_set_bit()
    {
        var bytes = Convert.FromHexString("81CD0004" + "00000001" + "00000002" + "FFFE8003" + "00640000");
        Assert.Equal("[TransportFeedback 65534 65535 0 14 100]", RtcpText.Describe(bytes));
    }

    [Fact]
    public void Nack_packs_sixteen_followers_into_one_entry()
    {
        var missing = new ushort[17];
        for (var i = 0; i < missing.Length; i++)
            missing[i] = (ushort)(65530 + i);
        var bytes = new byte[64];
        Assert.Equal(16, NackWriter.Write(bytes, 1, 2, missing, out var consumed));
        Assert.Equal(17, consumed);
        Assert.Equal("FFFAFFFF", Convert.ToHexString(bytes.AsSpan(12, 4)));
    }

    [Fact]
    public void Nack_writer_stops_where_the_buffer_ends_and_says_how_far_it_came()
    {
        var missing = new ushort[] { 0, 100, 200, 300 };
        var bytes = new byte[12 + 2 * 4 + 3];
        Assert.Equal(20, NackWriter.Write(bytes, 1, 2, missing, out var consumed));
        Assert.Equal(2, consumed);
        Assert.Equal(0, NackWriter.Write(bytes.AsSpan(0, 15), 1, 2, missing, out consumed));
        Assert.Equal(0, consumed);
        Assert.Equal(0, NackWriter.Write(bytes, 1, 2, [], out _));
    }

    [Fact]
    public void Every_set_of_missing_numbers_survives_write_and_read()
    {
        var random = new Random(4585);
        var bytes = new byte[1200];
        for (var round = 0; round < 3000; round++)
        {
            var missing = new ushort[random.Next(1, 200)];
            var sequence = random.Next(65536);
            for (var i = 0; i < missing.Length; i++)
                missing[i] = (ushort)(sequence += random.Next(1, random.Next(2, 60)));

            var read = new List<ushort>();
            ReadOnlySpan<ushort> rest = missing;
            while (!rest.IsEmpty)
            {
                var length = NackWriter.Write(bytes.AsSpan(0, random.Next(16, 400)), 1, 2, rest, out var consumed);
                rest = rest[consumed..];
                Assert.True(RtcpPacketReader.TryRead(bytes.AsSpan(0, length), out var packet));
                Assert.True(NackReader.TryRead(packet, out var reader));
                Assert.Equal((1u, 2u), (reader.SenderSsrc, reader.MediaSsrc));
                while (reader.TryReadNext(out var number))
                    read.Add(number);
            }

            Assert.Equal(missing, read);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(30_000_000)]
    [InlineData(1L << 62)]
    [InlineData(long.MaxValue)]
    public void Remb_keeps_eighteen_bits_of_the_bitrate(long bitrateBps)
    {
        var bytes = new byte[64];
        var length = Remb.Write(bytes, 1, bitrateBps, [10, 20, 30]);
        Assert.Equal(32, length);
        Assert.True(RtcpPacketReader.TryRead(bytes.AsSpan(0, length), out var packet));
        Assert.True(Remb.TryRead(packet, out var remb));
        Assert.InRange(bitrateBps - remb.BitrateBps, 0, bitrateBps >> 17);
        Assert.Equal((3, 10u, 30u), (remb.SsrcCount, remb.Ssrc(0), remb.Ssrc(2)));
    }

    [Fact]
    public void Remb_of_a_browser()
    {
        // 2 500 000 bit/s for SSRC 0x4D2: exponent 4, mantissa 156250.
        var bytes = Convert.FromHexString("8FCE0005" + "00000001" + "00000000" + "52454D42" + "0112625A" + "000004D2");
        Assert.True(RtcpPacketReader.TryRead(bytes, out var packet));
        Assert.True(Remb.TryRead(packet, out var remb));
        Assert.Equal((2_500_000, 1, 1234u), (remb.BitrateBps, remb.SsrcCount, remb.Ssrc(0)));
    }

    [Theory]
    [InlineData("01FFFFFF" + "00000001")] // 63 bits of exponent
    [InlineData("00B80001")] // 2^46: fits
    [InlineData("02000001" + "00000001")] // an SSRC less than counted
    public void Remb_refuses_overflow_and_missing_ssrcs(string tail)
    {
        var bytes = Convert.FromHexString("8FCE00" + (3 + tail.Length / 8).ToString("X2", null) + "00000001" + "00000000" + "52454D42" + tail);
        Assert.True(RtcpPacketReader.TryRead(bytes, out var packet));
        Assert.Equal(tail.StartsWith("00B8", StringComparison.Ordinal), Remb.TryRead(packet, out _));
    }
}
