using Sfu.Wire;

namespace Sfu.Wire.Tests;

public sealed class DatagramClassifierTests
{
    [Fact]
    public void Every_first_byte_goes_where_RFC_7983_sends_it()
    {
        var datagram = new byte[20];
        for (var first = 0; first < 256; first++)
        {
            datagram[0] = (byte)first;
            var expected = first switch
            {
                <= 3 => DatagramKind.Stun,
                >= 20 and <= 63 => DatagramKind.Dtls,
                >= 128 and <= 191 => DatagramKind.Rtp,
                _ => DatagramKind.Unknown, // ZRTP 16-19, TURN channels 64-79 and the unassigned
            };
            Assert.Equal(expected, DatagramClassifier.Classify(datagram));
        }
    }

    [Fact]
    public void Every_second_byte_tells_RTP_from_RTCP()
    {
        var datagram = new byte[20];
        for (var first = 128; first <= 191; first++)
        {
            for (var second = 0; second < 256; second++)
            {
                datagram[0] = (byte)first;
                datagram[1] = (byte)second;
                Assert.Equal(second is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp, DatagramClassifier.Classify(datagram));
            }
        }
    }

    [Fact]
    public void Nothing_shorter_than_its_header_is_media()
    {
        Assert.Equal(DatagramKind.Unknown, DatagramClassifier.Classify([]));
        var rtp = new byte[] { 0x80, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 };
        var rtcp = new byte[] { 0x80, 200, 0, 0, 0, 0, 0, 0 };
        Assert.Equal(DatagramKind.Rtp, DatagramClassifier.Classify(rtp));
        Assert.Equal(DatagramKind.Rtcp, DatagramClassifier.Classify(rtcp));
        for (var length = 0; length < 12; length++)
            Assert.Equal(DatagramKind.Unknown, DatagramClassifier.Classify(rtp.AsSpan(0, length)));
        for (var length = 0; length < 8; length++)
            Assert.Equal(DatagramKind.Unknown, DatagramClassifier.Classify(rtcp.AsSpan(0, length)));
    }
}
