using Sfu.Server.Contracts;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-07: before she is admitted somebody who waits learns nothing of the room, and each is admitted by herself.</summary>
[Trait("PRV", "07")]
public sealed class Prv07LobbyTests
{
    private static readonly string[] Markers = ["MarkerOwner", "MarkerMember", "MarkerChat", "MarkerPoll", "MarkerSubject", "MarkerKnocker", "MarkerRival"];

    [Fact]
    public async Task Who_waits_hears_nothing_of_the_room_whatever_happens_in_it_and_whatever_she_calls()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await using var member = await HubSocket.ConnectAsync(server);
        await using var knocker = await HubSocket.ConnectAsync(server);
        await using var rival = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "MarkerOwner");
        await member.JoinAsync("Chess", "MarkerMember");
        await owner.SetAsync(1, new { lobby = true, subject = "MarkerSubject" });
        Assert.Equal("waiting", await knocker.RefusedAsync("Join", """{"room":"Chess","name":"MarkerKnocker","videoSlots":1,"keepSeat":true}"""));
        Assert.Equal("waiting", await rival.RefusedAsync("Join", """{"room":"Chess","name":"MarkerRival","videoSlots":1,"keepSeat":true}"""));
        await owner.DoAsync(2, "send-chat", text: "MarkerChat");
        await owner.CallAsync("Do", new { id = 3, command = "create-poll", poll = new { question = "MarkerPoll", options = new[] { "MarkerPoll a", "MarkerPoll b" }, multiple = false, anonymous = false, live = true } });
        await member.DoAsync(1, "raise-hand");

        var refused = 0;
        foreach (var method in typeof(IServerMethods).GetMethods().Select(method => method.Name).Where(name => name is not "Join" and not "Resume" and not "Leave"))
        {
            foreach (var argument in Arguments(method))
            {
                Assert.Equal("not-joined", await knocker.RefusedAsync(method, argument));
                refused++;
            }
        }

        Assert.Equal(typeof(IServerMethods).GetMethods().Length - 4 + Enum.GetNames<CommandName>().Length, refused); // all but coming, going and `Do` itself
        Assert.DoesNotContain(knocker.Heard, message => Markers.Any(marker => marker != "MarkerKnocker" && message.Contains(marker, StringComparison.Ordinal)));
        Assert.Equal(2, server.Media.RoomOf.Count);
        Assert.All(knocker.Heard.Where(message => message.Contains("\"target\"", StringComparison.Ordinal)), message => Assert.Contains("\"lobby\"", message, StringComparison.Ordinal));

        // Admitting one admits one.
        var lobby = (await owner.NextUpdateAsync("room", update => update.TryGetProperty("lobby", out var waiting) && waiting.GetArrayLength() == 2)).GetProperty("lobby");
        await owner.DoAsync(4, "admit", lobby.EnumerateArray().First(waiting => waiting.GetProperty("name").GetString() == "MarkerKnocker").GetProperty("id").GetString());
        await knocker.NextUpdateAsync("lobby", state => state.GetProperty("state").GetString() == "admitted");
        Assert.DoesNotContain(rival.Heard, message => message.Contains("admitted", StringComparison.Ordinal));
        Assert.Equal("waiting", await rival.RefusedAsync("Join", """{"room":"Chess","name":"MarkerRival","videoSlots":1,"keepSeat":true}"""));

        // Going away is the one thing she may do, and it tells her nothing either.
        await rival.CallAsync("Leave", new { });
        Assert.DoesNotContain(rival.Heard, message => Markers.Any(marker => marker != "MarkerRival" && message.Contains(marker, StringComparison.Ordinal)));
    }

    /// <summary>For each call something it would take from somebody inside.</summary>
    private static IEnumerable<string> Arguments(string method) => method switch
    {
        "Answer" => ["""{"sdp":"v=0"}"""],
        "SetPublishing" => ["""{"mic":true,"camera":true,"screen":true,"screenAudio":true}"""],
        "SetView" => ["""{"items":[]}"""],
        "RestoreChat" => ["""{"messages":[]}"""],
        "CreateLink" => ["""{"role":"owner","expiresInMinutes":0}"""],
        "Do" => Enum.GetNames<CommandName>().Select((name, index) =>
            $$"""{"id":{{index + 1}},"command":"{{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name)}}","target":"1","text":"x"}"""),
        _ => ["{}"],
    };
}
