using Sfu.Client;
using Sfu.Client.Hub;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests;

/// <summary>Hub, rooms, workers and wire together: what a browser would do, without one.</summary>
public sealed class WholeServerTests
{
    [Theory]
    [InlineData("--Sfu:Media:Backend=auto")]
    [InlineData("--Sfu:Media:Backend=socket")]
    [InlineData("--Sfu:Media:Workers=2")]
    public async Task Two_participants_meet_see_each_other_and_leave_nothing_behind(string setting)
    {
        await using var server = await RealServer.StartAsync(setting);
        await using var ada = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Ada");
        await using var bob = await HeadlessParticipant.JoinAsync(server.Address, "chess", "Bob");
        await ada.SetPublishingAsync(PublishedSources.MicAndCamera);
        await bob.SetPublishingAsync(PublishedSources.MicAndCamera);
        await ada.SetViewAsync([new ViewItem(bob.Id, "camera", 1280, 720)]);
        await bob.SetViewAsync([new ViewItem(ada.Id, "camera", 320, 180)]);
        await Eventually.Holds(() => Video(ada, bob) is { DecodableFrames: > 15, Width: 1280 } && Video(bob, ada) is { DecodableFrames: > 15, Width: 320 });
        await Eventually.Holds(() => Audio(ada, bob) > 25 && Audio(bob, ada) > 25);
        Assert.True(ada.Others.Single().Camera);

        await ada.SetPublishingAsync(new PublishedSources(Mic: true));
        await Eventually.Holds(() => Video(bob, ada) is null && !bob.Others.Single().Camera);

        await bob.LeaveAsync();
        await Eventually.Holds(() => ada.Others.Count == 0 && Video(ada, bob) is null);
        await ada.LeaveAsync();
        Assert.Equal((0, 0), (server.Hall.RoomCount, server.Hall.ParticipantCount));
        Assert.DoesNotContain(server.Log.Lines, LogCapture.IsTrouble);
    }

    [Fact]
    public async Task A_browser_that_closes_its_media_but_not_its_hub_leaves_too()
    {
        await using var server = await RealServer.StartAsync();
        var ada = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Ada");
        await using var bob = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Bob");
        Assert.Equal(2, server.Hall.ParticipantCount);
        await ada.DisposeAsync();
        await Eventually.Holds(() => server.Hall.ParticipantCount == 1 && bob.Others.Count == 0);
    }

    [Fact]
    public async Task Participants_hear_that_the_server_stops()
    {
        await using var server = await RealServer.StartAsync();
        await using var ada = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Ada");
        var stopping = server.StopAsync();
        Assert.Equal("server-stopping", await ada.Closed.WaitAsync(TimeSpan.FromSeconds(10)));
        await stopping;
    }

    private static ReceivedStats? Video(HeadlessParticipant viewer, HeadlessParticipant shown) =>
        viewer.Stats().Received.FirstOrDefault(slot => slot.ParticipantId == shown.Id && slot.Kind == "camera");

    private static long Audio(HeadlessParticipant listener, HeadlessParticipant heard) =>
        listener.Stats().Received.FirstOrDefault(slot => slot.ParticipantId == heard.Id && slot.Kind == "mic")?.Frames ?? 0;
}
