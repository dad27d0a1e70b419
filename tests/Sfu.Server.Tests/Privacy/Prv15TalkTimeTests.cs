using Sfu.Server.Media;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-15: talk times are for moderators, or for all alike if the room says so; counted in memory, gone with the room.</summary>
[Trait("PRV", "15")]
public sealed class Prv15TalkTimeTests
{
    [Fact]
    public async Task Participants_see_them_only_if_all_do_and_then_all_see_the_same()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await using var member = await HubSocket.ConnectAsync(server);
        var joined = await owner.EnterAsync("Owner");
        await member.EnterAsync("Member");
        server.Raise(new MediaEvent.SpeakersChanged(server.Media.RoomOf[NumberOf(joined)], [NumberOf(joined)]));
        await member.NextEventAsync("speakers");
        server.Raise(new MediaEvent.SpeakersChanged(server.Media.RoomOf[NumberOf(joined)], []));
        await member.NextEventAsync("speakers");
        Assert.Equal("not-allowed", await member.RefusedAsync("GetTalkTime", "{}"));
        await owner.SetAsync(1, new { talkTimeForAll = true });
        var seen = (await member.CallAsync("GetTalkTime", new { })).GetRawText();
        Assert.Equal(seen, (await owner.CallAsync("GetTalkTime", new { })).GetRawText());
        await owner.SetAsync(2, new { talkTimeForAll = false });
        Assert.Equal("not-allowed", await member.RefusedAsync("GetTalkTime", "{}"));
    }

    [Fact]
    public async Task They_are_gone_with_the_room()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        var joined = await owner.EnterAsync("MarkerOwner");
        server.Raise(new MediaEvent.SpeakersChanged(server.Media.RoomOf[NumberOf(joined)], [NumberOf(joined)]));
        await owner.NextEventAsync("speakers");
        await owner.CallAsync("Leave", new { });
        await using var next = await HubSocket.ConnectAsync(server);
        await next.EnterAsync("Next");
        var times = (await next.CallAsync("GetTalkTime", new { })).GetProperty("items");
        Assert.Equal("Next", Assert.Single(times.EnumerateArray()).GetProperty("name").GetString());
    }
}
