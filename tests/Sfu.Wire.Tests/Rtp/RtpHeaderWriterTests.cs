using Sfu.Wire.Rtp;

namespace Sfu.Wire.Tests.Rtp;

public sealed class RtpHeaderWriterTests
{
    [Fact]
    public void What_is_written_is_read_back()
    {
        var random = new Random(3550);
        var packet = new byte[12 + 15 * 4];
        for (var round = 0; round < 2000; round++)
        {
            random.NextBytes(packet);
            var (marker, payloadType) = (random.Next(2) == 0, (byte)random.Next(128));
            var (sequence, timestamp, ssrc) = ((ushort)random.Next(65536), (uint)random.NextInt64(1L << 32), (uint)random.NextInt64(1L << 32));
            Assert.Equal(12, RtpHeaderWriter.Write(packet, marker, payloadType, sequence, timestamp, ssrc));
            RtpHeaderWriter.WriteCsrcCount(packet, 15);
            RtpHeaderWriter.WriteCsrc(packet, 14, ssrc);

            Assert.True(RtpPacketReader.TryRead(packet, out var rtp));
            Assert.Equal((marker, payloadType, sequence), (rtp.Marker, rtp.PayloadType, rtp.SequenceNumber));
            Assert.Equal((timestamp, ssrc, 15, ssrc), (rtp.Timestamp, rtp.Ssrc, rtp.CsrcCount, rtp.Csrc(14)));
        }
    }

    [Fact]
    public void Patching_one_field_leaves_all_others_alone()
    {
        var original = new byte[12];
        new Random(1).NextBytes(original);
        original[0] = 0x80;

        AssertOnlyChanges(original, 2, 2, packet => RtpHeaderWriter.WriteSequenceNumber(packet, 0xFFFE));
        AssertOnlyChanges(original, 4, 4, packet => RtpHeaderWriter.WriteTimestamp(packet, 0xFFFE0102));
        AssertOnlyChanges(original, 8, 4, packet => RtpHeaderWriter.WriteSsrc(packet, 0xFFFE0102));
        AssertOnlyChanges(original, 0, 1, packet => RtpHeaderWriter.WriteCsrcCount(packet, 3));

        foreach (var marker in new[] { true, false })
        {
            var packet = original.ToArray();
            RtpHeaderWriter.WriteMarker(packet, marker);
            RtpHeaderWriter.WritePayloadType(packet, 97);
            Assert.True(RtpPacketReader.TryRead(packet, out var rtp));
            Assert.Equal((marker, (byte)97), (rtp.Marker, rtp.PayloadType));
            RtpHeaderWriter.WriteMarker(packet, !marker);
            Assert.Equal(97, packet[1] & 0x7F);
        }
    }

    private static void AssertOnlyChanges(byte[] original, int offset, int length, Action<byte[]> patch)
    {
        var packet = original.ToArray();
        patch(packet);
        Assert.NotEqual(original, packet);
        original.AsSpan(offset, length).CopyTo(packet.AsSpan(offset));
        Assert.Equal(original, packet);
    }
}
