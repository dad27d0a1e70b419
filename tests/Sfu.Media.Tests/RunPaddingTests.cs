using Sfu.Media.Tests.Virtual;
using Sfu.Wire.Codecs;

namespace Sfu.Media.Tests;

public sealed class RunPaddingTests : IDisposable
{
    private readonly Conference _conference = new();

    public void Dispose() => _conference.Dispose();

    [Theory]
    [InlineData(new[] { 900, 900, 901, 901 }, new[] { 901, 901, 901, 901 })]
    [InlineData(new[] { 901, 901, 900, 900 }, new[] { 901, 901, 901, 901 })]
    [InlineData(new[] { 900, 903, 901 }, new[] { 903, 903, 903 })]
    [InlineData(new[] { 900, 904, 500 }, new[] { 900, 904, 500 })]
    [InlineData(new[] { 700 }, new[] { 700 })]
    public void Packets_of_one_picture_leave_equally_long_where_a_few_bytes_do_it(int[] sent, int[] expected)
    {
        var (publisher, viewer) = Watch(out var screen);

        SendPicture(screen, sent);
        _conference.Deliver();

        Assert.Equal(expected, viewer.Rtp.Select(packet => packet.BodyLength));
        Assert.Equal(sent, viewer.Rtp.Select(packet => packet.Payload.Length));
        Assert.Equal(0, publisher.LostDatagrams);
    }

    [Fact]
    public void A_retransmission_carries_the_packet_without_its_padding()
    {
        var (_, viewer) = Watch(out var screen);
        SendPicture(screen, [900, 901]);
        _conference.Deliver();
        var padded = viewer.Rtp[0];
        Assert.Equal(1, padded.PaddingLength);

        viewer.Nack(padded.Ssrc, (ushort)padded.Sequence);
        _conference.Advance(5);

        var resent = viewer.Rtp[^1];
        Assert.Equal(viewer.Plan.Video[0].RtxSsrc, resent.Ssrc);
        Assert.Equal(0, resent.PaddingLength);
        Assert.Equal(padded.Payload, resent.Payload[2..]);
    }

    [Fact]
    public void Sound_is_never_padded()
    {
        var (publisher, viewer) = (_conference.Join(), _conference.Join());
        publisher.Media.SetPublishing(Sources.Mic);
        var mic = publisher.Publish(SourceKind.Mic);
        _conference.Advance(100, () => mic.SendAudio());
        viewer.Rtp.Clear();

        mic.Send(new byte[40], marker: false, level: 30);
        mic.Send(new byte[41], marker: false, level: 30);
        _conference.Deliver();

        Assert.Equal([40, 41], viewer.Rtp.Select(packet => packet.BodyLength));
    }

    private (Client Publisher, Client Viewer) Watch(out TestStream screen)
    {
        var (publisher, viewer) = (_conference.Join(), _conference.Join());
        publisher.Media.SetPublishing(Sources.Screen);
        screen = publisher.Publish(SourceKind.Screen);
        viewer.View(new ViewItem(publisher.Number, SourceKind.Screen, 1280, 720));
        screen.SendFrame(keyframe: true);
        _conference.Advance(20);
        viewer.Rtp.Clear();
        return (publisher, viewer);
    }

    private static void SendPicture(TestStream stream, int[] payloadLengths)
    {
        stream.Timestamp += 3000;
        stream.PictureId = (stream.PictureId + 1) & 0x7FFF;
        for (var i = 0; i < payloadLengths.Length; i++)
        {
            var payload = new byte[payloadLengths[i]];
            var descriptor = Vp8DescriptorWriter.Write(payload, i == 0, (ushort)stream.PictureId, ++stream.Tl0);
            payload[descriptor] = 1;
            stream.Send(payload, marker: i == payloadLengths.Length - 1, level: null);
        }
    }
}
