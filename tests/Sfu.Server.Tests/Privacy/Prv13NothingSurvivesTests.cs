using System.Runtime.CompilerServices;
using Sfu.Server.Conference;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-13: with its last participant the room and all that was in it are gone, also from memory.</summary>
[Trait("PRV", "13")]
public sealed class Prv13NothingSurvivesTests
{
    [Fact]
    public async Task Who_opens_the_address_again_finds_an_empty_room()
    {
        await using var server = await RunningServer.StartAsync();
        await FillAndLeaveAsync(server);
        await using var next = await HubSocket.ConnectAsync(server);
        var joined = await next.JoinAsync("Chess", "Next");
        Assert.DoesNotContain("Marker", joined.GetRawText(), StringComparison.OrdinalIgnoreCase);
        var snapshot = joined.GetProperty("snapshot");
        Assert.Empty(snapshot.GetProperty("chat").EnumerateArray());
        Assert.Empty(snapshot.GetProperty("polls").EnumerateArray());
        Assert.Empty(joined.GetProperty("participants").EnumerateArray());
        Assert.False(snapshot.GetProperty("settings").GetProperty("talkTimeForAll").GetBoolean());
        await next.SetAsync(1, new { talkTimeForAll = true });
        var times = await next.CallAsync("GetTalkTime", new { });
        Assert.Equal("Next", Assert.Single(times.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_room_and_its_seats_are_no_longer_in_memory()
    {
        await using var server = await RunningServer.StartAsync();
        var held = await FillAndLeaveAsync(server);
        Assert.Equal(2, held.Count);
        await Eventually.Holds(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return held.All(reference => !reference.IsAlive);
        });
    }

    /// <summary>A meeting with everything in it, ended by its last participant's leaving. Gives the room and a seat as weak references.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<List<WeakReference>> FillAndLeaveAsync(RunningServer server)
    {
        await using var ada = await HubSocket.ConnectAsync(server);
        await using var bela = await HubSocket.ConnectAsync(server);
        var joined = await ada.JoinAsync("Chess", "MarkerAda");
        await bela.JoinAsync("Chess", "MarkerBela");
        await ada.SetAsync(1, new { talkTimeForAll = true, subject = "MarkerSubject" });
        await ada.DoAsync(2, "send-chat", text: "MarkerText");
        await ada.CallAsync("Do", new { id = 3, command = "create-poll", poll = new { question = "MarkerPoll", options = new[] { "a", "b" }, multiple = false, anonymous = false, live = true } });
        await bela.DoAsync(1, "raise-hand");
        var held = Hold(server.Hall, NumberOf(joined));
        await bela.CallAsync("Leave", new { });
        await ada.CallAsync("Leave", new { });
        Assert.Equal(0, server.Hall.RoomCount);
        return held;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> Hold(ConferenceHall hall, uint participant)
    {
        var seat = hall.FindSeatByMedia(participant)!;
        return [new WeakReference(seat), new WeakReference(seat.Room)];
    }
}
