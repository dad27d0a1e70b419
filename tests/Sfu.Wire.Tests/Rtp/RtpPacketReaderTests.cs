using Sfu.Testing;
using Sfu.Wire.Rtp;

namespace Sfu.Wire.Tests.Rtp;

public sealed class RtpPacketReaderTests
{
    // V=2 X=1 CC=2, M=1 PT=96, seq 0x1234, ts 0x01020304, ssrc 0xAABBCCDD, CSRCs 1 and 2,
    // 0xBEDE with two words: id 3 = 05DC, padding, id 1 = 90, padding, padding; payload 01 02 03.
    private static readonly byte[] Full = Convert.FromHexString(
        "92E01234" + "01020304" + "AABBCCDD" + "00000001" + "00000002" +
        "BEDE0002" + "3105DC00" + "10900000" + "010203");

    [Fact]
    public void Reads_every_field()
    {
        Assert.True(RtpPacketReader.TryRead(Full, out var rtp));
        Assert.Equal(2, rtp.Version);
        Assert.True(rtp.Marker);
        Assert.Equal(96, rtp.PayloadType);
        Assert.Equal(0x1234, rtp.SequenceNumber);
        Assert.Equal(0x01020304u, rtp.Timestamp);
        Assert.Equal(0xAABBCCDDu, rtp.Ssrc);
        Assert.Equal(2, rtp.CsrcCount);
        Assert.Equal(1u, rtp.Csrc(0));
        Assert.Equal(2u, rtp.Csrc(1));
        Assert.Equal(32, rtp.HeaderLength);
        Assert.Equal(0xBEDE, rtp.ExtensionProfile);
        Assert.Equal(24, rtp.ExtensionDataOffset);
        Assert.Equal(8, rtp.ExtensionData.Length);
        Assert.Equal(0, rtp.PaddingLength);
        Assert.Equal([1, 2, 3], rtp.Payload.ToArray());
        Assert.True(rtp.TryGetExtension(3, out var twcc));
        Assert.Equal([0x05, 0xDC], twcc.ToArray());
        Assert.True(rtp.TryGetExtension(1, out var level));
        Assert.Equal([0x90], level.ToArray());
        Assert.False(rtp.TryGetExtension(2, out _));
    }

    [Fact]
    public void Reads_the_same_inside_noise_and_refuses_a_header_cut_at_any_byte()
    {
        ParserInputs.Multiply(Full, DescribePacket, WhenCut.MayBeRead);
        ParserInputs.Multiply(Full.AsSpan(0, 32), DescribePacket, WhenCut.Refused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Refuses_another_version(int version)
    {
        var packet = Full.ToArray();
        packet[0] = (byte)(packet[0] & 0x3F | version << 6);
        Assert.False(RtpPacketReader.TryRead(packet, out _));
    }

    [Fact]
    public void Refuses_csrcs_past_the_end()
    {
        for (var count = 0; count <= 15; count++)
        {
            var packet = new byte[12 + count * 4];
            packet[0] = (byte)(0x80 | count);
            Assert.True(RtpPacketReader.TryRead(packet, out var rtp));
            Assert.Equal(packet.Length, rtp.HeaderLength);
            Assert.False(RtpPacketReader.TryRead(packet.AsSpan(0, packet.Length - 1), out _));
        }
    }

    [Fact]
    public void Refuses_an_extension_past_the_end()
    {
        var packet = new byte[12 + 4 + 8];
        packet[0] = 0x90;
        packet[15] = 2;
        Assert.True(RtpPacketReader.TryRead(packet, out _));
        packet[15] = 3;
        Assert.False(RtpPacketReader.TryRead(packet, out _));
        packet[14] = 0xFF;
        packet[15] = 0xFF;
        Assert.False(RtpPacketReader.TryRead(packet, out _));
        Assert.False(RtpPacketReader.TryRead(packet.AsSpan(0, 15), out _));
    }

    [Fact]
    public void Refuses_an_extension_longer_than_any_datagram()
    {
        var packet = new byte[12 + 4 + 0x4000 * 4];
        packet[0] = 0x90;
        packet[14] = 0x40;
        Assert.False(RtpPacketReader.TryRead(packet, out _));
    }

    [Fact]
    public void Refuses_padding_of_zero_and_padding_longer_than_the_payload()
    {
        for (var payloadLength = 0; payloadLength <= 300; payloadLength += 5)
        {
            var packet = new byte[12 + payloadLength];
            packet[0] = 0xA0;
            for (var padding = 0; padding <= 255; padding++)
            {
                packet[^1] = (byte)padding;
                if (payloadLength == 0)
                    packet[^1] = 0;
                var valid = payloadLength > 0 && padding > 0 && padding <= payloadLength;
                Assert.Equal(valid, RtpPacketReader.TryRead(packet, out var rtp));
                if (!valid)
                    continue;
                Assert.Equal(padding, rtp.PaddingLength);
                Assert.Equal(payloadLength - padding, rtp.Payload.Length);
            }
        }
    }

    [Fact]
    public void A_padding_only_packet_has_an_empty_payload()
    {
        var packet = new byte[12 + 255];
        var length = RtpHeaderWriter.Write(packet, false, 97, 1, 2, 3);
        Assert.Equal(packet.Length, RtpHeaderWriter.AppendPadding(packet, length, 255));
        Assert.True(RtpPacketReader.TryRead(packet, out var rtp));
        Assert.Equal(255, rtp.PaddingLength);
        Assert.True(rtp.Payload.IsEmpty);
    }

    [Fact]
    public void Without_extension_there_is_no_profile_and_no_data()
    {
        Assert.True(RtpPacketReader.TryRead(Convert.FromHexString("806000010000000200000003AA"), out var rtp));
        Assert.False(rtp.HasExtension);
        Assert.Equal(0, rtp.ExtensionProfile);
        Assert.True(rtp.ExtensionData.IsEmpty);
        Assert.False(rtp.TryGetExtension(1, out _));
    }

    [Fact]
    public void Mutated_packets_neither_throw_nor_allocate()
    {
        var twoByte = new byte[64];
        var length = RtpHeaderWriter.Write(twoByte, false, 111, 7, 8, 9);
        var writer = new RtpExtensionWriter(twoByte, length, twoByte: true);
        writer.Reserve(20, 30).Fill(0x55);
        writer.Write(3, [1, 2]);
        Assert.Equal(52, writer.Finish());
        SeededMutation.NeitherThrowsNorAllocates([Full, twoByte], Touch);
    }

    private static int Touch(ReadOnlySpan<byte> packet)
    {
        if (!RtpPacketReader.TryRead(packet, out var rtp))
            return 0;
        var sum = rtp.Version + rtp.PayloadType + rtp.SequenceNumber + rtp.Payload.Length + rtp.PaddingLength + rtp.ExtensionProfile;
        for (var i = 0; i < rtp.CsrcCount; i++)
            sum += (int)rtp.Csrc(i);
        if (packet.Length != rtp.HeaderLength + rtp.Payload.Length + rtp.PaddingLength)
            throw new CheckFailedException("the parts do not add up to the packet");
        var extensions = rtp.Extensions;
        while (extensions.TryReadNext(out var id, out var data))
            sum += id + data.Length;
        return sum;
    }

    private static string? DescribePacket(ReadOnlySpan<byte> packet)
    {
        if (!RtpPacketReader.TryRead(packet, out var rtp))
            return null;
        var text = $"{rtp.Marker} {rtp.PayloadType} {rtp.SequenceNumber} {rtp.Timestamp} {rtp.Ssrc} {rtp.CsrcCount} {Convert.ToHexString(rtp.Payload)} {rtp.PaddingLength}";
        var extensions = rtp.Extensions;
        while (extensions.TryReadNext(out var id, out var data))
            text += $" {id}={Convert.ToHexString(data)}";
        return text;
    }
}
