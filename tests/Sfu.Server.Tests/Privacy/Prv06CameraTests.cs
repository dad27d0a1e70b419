using Sfu.Client;
using Sfu.Client.Hub;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-06: a moderator closes a camera, and the server sees to it: a page that goes on sending reaches nobody.</summary>
[Trait("PRV", "06")]
public sealed class Prv06CameraTests
{
    [Theory]
    [InlineData("camera-off", false)]
    [InlineData("camera-off-all", false)]
    [InlineData("stop-share", true)]
    public async Task Not_one_packet_of_a_closed_camera_or_screen_reaches_the_others(string command, bool isScreen)
    {
        await using var server = await RealServer.StartAsync("--Sfu:Consent:Enabled=false");
        await using var moderator = await HubSocket.ConnectAsync(server.Address);
        await moderator.JoinAsync("Chess", "Moderator");
        await using var sender = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Sender");
        await using var viewer = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Viewer");
        await sender.SetPublishingAsync(new PublishedSources(Camera: !isScreen, Screen: isScreen));
        await viewer.SetViewAsync([new ViewItem(sender.Id, isScreen ? "screen" : "camera", 640, 360)]);
        await Eventually.Holds(() => Seen(viewer) > 50);

        await moderator.DoAsync(1, command, sender.Id);
        await Eventually.Holds(() => viewer.Others.All(other => !other.Camera && !other.Screen));
        var sent = Sent(sender);
        await Eventually.Holds(() => Sent(sender) > sent + 20); // what was on its way has come
        var seen = Seen(viewer);
        await Eventually.Holds(() => Sent(sender) > sent + 120);
        Assert.Equal(seen, Seen(viewer));

        // Saying so again does not open it; only off and on by her own hand does.
        await sender.SetPublishingAsync(new PublishedSources(Camera: !isScreen, Screen: isScreen));
        Assert.All(viewer.Others, other => Assert.False(other.Camera || other.Screen));
    }

    private static long Seen(HeadlessParticipant viewer) => viewer.Stats().Received.Where(slot => slot.Mid.StartsWith('v')).Sum(slot => slot.Packets) + viewer.Stats().UnknownPackets;

    private static long Sent(HeadlessParticipant sender) => sender.Stats().Sent.Sum(stream => stream.Packets);
}
