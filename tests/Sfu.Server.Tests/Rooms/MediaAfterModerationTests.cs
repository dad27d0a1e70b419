using Sfu.Client;
using Sfu.Client.Hub;
using Sfu.Sockets;
using Sfu.Server.Tests.Client;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Rooms;

/// <summary>
/// A client that goes on sending after a moderator has closed a source, over real sockets: the others get nothing from 200 ms after the
/// command on, and get it again when she opens the source herself.
/// </summary>
[Collection(MediaLoad.Name)]
public sealed class MediaAfterModerationTests
{
    private const long GraceUs = 200_000;

    private static readonly HeadlessOptions Small = new() { VideoSlots = 4, CameraLayers = [new VideoLayer(320, 180, 15, 100_000)], ScreenLayer = new VideoLayer(640, 360, 15, 100_000) };

    [Theory]
    [InlineData("mute", "mic")]
    [InlineData("mute-all", "mic")]
    [InlineData("camera-off", "camera")]
    [InlineData("camera-off-all", "camera")]
    [InlineData("stop-share", "screen")]
    [InlineData("withdraw-speak", "mic")]
    [InlineData("change-settings", "mic")]
    public async Task What_a_moderator_closes_is_silent_in_time_although_its_client_goes_on(string command, string source)
    {
        await using var server = await RealServer.StartAsync("--Sfu:Consent:Enabled=false");
        await using var moderator = await HubSocket.ConnectAsync(server.Address);
        await moderator.EnterAsync("Moderator");
        await using var speaker = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Speaker", Small);
        await using var listener = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Listener", Small);
        var open = new PublishedSources(Mic: source == "mic", Camera: source == "camera", Screen: source == "screen");
        if (command == "withdraw-speak")
        {
            await moderator.SetAsync(1, new { speaking = "ask" });
            await moderator.DoAsync(2, "allow-speak", speaker.Id);
        }

        await speaker.SetPublishingAsync(open);
        await listener.SetViewAsync(source == "mic" ? [] : [new ViewItem(speaker.Id, source, 640, 360)]);
        await Eventually.Holds(() => Received(listener) > 15);

        await (command == "change-settings"
            ? moderator.SetAsync(3, new { micAllowed = false })
            : moderator.DoAsync(3, command, command.EndsWith("-all", StringComparison.Ordinal) ? null : speaker.Id));
        var closedUs = MonotonicClock.NowUs;
        var sent = Sent(speaker, source);
        await Eventually.Holds(() => MonotonicClock.NowUs > closedUs + (5 * GraceUs) && Sent(speaker, source) > sent + 15); // it does not obey
        Assert.InRange(LastUs(listener), 1, closedUs + GraceUs);

        // Allowed again is not open again, and saying "on" once more does not help.
        if (command == "change-settings")
        {
            await moderator.SetAsync(4, new { });
        }
        else if (command == "withdraw-speak")
        {
            await moderator.DoAsync(4, "allow-speak", speaker.Id);
        }

        await speaker.SetPublishingAsync(open);
        sent = Sent(speaker, source);
        await Eventually.Holds(() => Sent(speaker, source) > sent + 15);
        Assert.InRange(LastUs(listener), 1, closedUs + GraceUs);

        // Off and on by herself is.
        var received = Received(listener);
        await speaker.SetPublishingAsync(PublishedSources.None);
        await speaker.SetPublishingAsync(open);
        await Eventually.Holds(() => Received(listener) > received + 15);
    }

    private static long Received(HeadlessParticipant listener) => listener.Stats().Received.Sum(slot => slot.Packets) + listener.Stats().UnknownPackets;

    private static long LastUs(HeadlessParticipant listener) => listener.Stats().Received.Max(slot => slot.LastPacketUs);

    private static long Sent(HeadlessParticipant speaker, string source) =>
        speaker.Stats().Sent.Where(stream => stream.Mid == (source == "camera" ? "cam" : source)).Sum(stream => stream.Packets);
}
