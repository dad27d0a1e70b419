using Sfu.Client;
using Sfu.Client.Media;
using Sfu.Testing;

namespace Sfu.Server.Tests.Client;

/// <summary>The headless participant's media, sender against receiver in virtual time.</summary>
public sealed class ClientMediaTests
{
    private const int Mic = 0;
    private const int Low = 1;
    private const int Medium = 2;
    private const int High = 3;
    private const int Screen = 4;
    private const int ScreenAudio = 5;

    private static readonly PublishedSources Everything = new(Mic: true, Camera: true, Screen: true, ScreenAudio: true);

    [Fact]
    public void Every_source_and_layer_arrives_whole_and_decodable()
    {
        using var link = new MediaLink(new HeadlessOptions(), new HeadlessOptions());
        link.Sender.SetSources(Everything, link.NowUs);
        link.Connect();
        link.Run(10);

        Assert.InRange(link.Received(Mic).Frames, 495, 501);
        Assert.InRange(link.Received(ScreenAudio).Frames, 495, 501);
        Assert.InRange(link.Received(Screen).DecodableFrames, 48, 51);
        foreach (var layer in new[] { Low, Medium, High })
        {
            var stats = link.Received(layer);
            Assert.InRange(stats.DecodableFrames, 298, 301);
            Assert.Equal(1, stats.Keyframes);
            Assert.Equal(0, stats.Lost + stats.Recovered + stats.Foreign + stats.Duplicates + stats.KeyframeRequestsSent);
        }

        Assert.Equal((1280, 720), (link.Received(High).Width, link.Received(High).Height));
        Assert.Equal((320, 180), (link.Received(Low).Width, link.Received(Low).Height));
        Assert.InRange(link.Received(High).Bytes * 8 / 10, 1_300_000, 1_800_000);
        Assert.Equal(0, link.Receiver.UnknownPackets);
    }

    [Fact]
    public void Streams_name_themselves_until_a_report_acknowledges_them()
    {
        using var link = new MediaLink(new HeadlessOptions(), new HeadlessOptions());
        link.Sender.SetSources(PublishedSources.MicAndCamera, link.NowUs);
        link.Connect();
        link.Run(0.2);
        Assert.All(link.Sender.SentStats(), stream => Assert.False(stream.Acknowledged));

        link.Run(1);
        Assert.All(link.Sender.SentStats().Take(4), stream => Assert.True(stream.Acknowledged));
        Assert.InRange(link.Sender.RoundTripUs, 0, 0); // no sender report was echoed yet

        link.Run(2);
        Assert.InRange(link.Sender.RoundTripUs, 19_000, 23_000);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.10)]
    [InlineData(0.20)]
    public void Lost_packets_are_asked_for_again_and_come(double loss)
    {
        using var link = new MediaLink(new HeadlessOptions { SendLoss = loss }, new HeadlessOptions());
        link.Sender.SetSources(Everything, link.NowUs);
        link.Connect();
        link.Run(30);

        var high = link.Received(High);
        Assert.True(high.Recovered > high.Packets * loss / 2, $"only {high.Recovered} of {high.Packets} packets were recovered");
        Assert.True(high.Lost < high.Packets / 1000, $"{high.Lost} of {high.Packets} packets were lost for good");
        Assert.True(high.DecodableFrames > 840, $"only {high.DecodableFrames} of 900 frames could be shown");
        Assert.InRange(link.Received(Mic).Packets, 1500 * (1 - loss) - 90, 1500 * (1 - loss) + 90);
        Assert.InRange(link.Sender.SentStats()[Mic].FractionLost, 0.01, loss + 0.2);
    }

    [Fact]
    public void Without_retransmission_a_gap_asks_for_a_key_frame()
    {
        using var link = new MediaLink(new HeadlessOptions { SendLoss = 0.01 }, new HeadlessOptions { SendNacks = false });
        link.Sender.SetSources(PublishedSources.MicAndCamera, link.NowUs);
        link.Connect();
        link.Run(20);

        var high = link.Received(High);
        Assert.True(high.KeyframeRequestsSent > 3);
        Assert.True(high.Keyframes > 3);
        Assert.True(high.Lost > 10);
        Assert.True(high.DecodableFrames < 590);
        Assert.Equal(high.KeyframeRequestsSent, link.Sender.SentStats()[High].KeyframeRequestsReceived);
    }

    [Fact]
    public void A_source_that_is_off_sends_nothing_and_starts_again_with_a_key_frame()
    {
        using var link = new MediaLink(new HeadlessOptions(), new HeadlessOptions());
        link.Sender.SetSources(PublishedSources.MicAndCamera, link.NowUs);
        link.Connect();
        link.Run(2);
        link.Sender.SetSources(new PublishedSources(Mic: true), link.NowUs);
        link.Run(0.1);
        var off = link.Received(Low);
        link.Run(2);
        Assert.Equal(off.Packets, link.Received(Low).Packets);

        link.Sender.SetSources(PublishedSources.MicAndCamera, link.NowUs);
        link.Run(1);
        Assert.Equal(2, link.Received(Low).Keyframes);
        Assert.InRange(link.Received(Low).DecodableFrames, off.DecodableFrames + 28, off.DecodableFrames + 31);
    }

    [Fact]
    public void A_packet_of_another_source_is_noticed()
    {
        using var link = new MediaLink(new HeadlessOptions(), new HeadlessOptions());
        link.Receiver.SetSlots([("s0", new SlotSource("somebody-else", "mic"))]);
        link.Sender.SetSources(PublishedSources.MicAndCamera, link.NowUs);
        link.Connect();
        link.Run(1);
        Assert.Equal(link.Received(Mic).Packets, link.Received(Mic).Foreign);
        Assert.Equal(0, link.Received(Low).Foreign);
    }

    [Fact]
    public void Nothing_is_allocated_per_packet()
    {
        using var link = new MediaLink(new HeadlessOptions(), new HeadlessOptions());
        var media = link.Sender;
        media.SetSources(Everything, link.NowUs);
        link.Connect();
        link.Run(2);

        // The link itself copies datagrams, so only the sender's timers are measured here.
        var nowUs = link.NowUs;
        Assert.Equal(0, Allocation.BytesOf(() =>
        {
            for (var i = 0; i < 50; i++)
                media.HandleTimers(nowUs += 20_000);
        }));
    }
}
