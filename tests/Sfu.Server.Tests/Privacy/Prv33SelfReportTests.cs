using System.Net;
using System.Text.Json;
using Sfu.Rooms;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-33: what the server says it holds is what it holds, as counts, and after the meeting it is nothing.</summary>
[Trait("PRV", "33")]
public sealed class Prv33SelfReportTests
{
    [Fact]
    public async Task The_report_follows_a_meeting_and_names_nobody()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync($"--Sfu:DataDirectory={folder.Path}");
        var empty = await ReportAsync(server);
        Assert.Equal(
            "rooms 0, participants 0, awaitedBack 0, waiting 0, left 0, raisedHands 0, chatMessages 0, polls 0, addressCounters 0, keyFiles 1, webLogFiles 0, webLogDays 0", empty);

        await using (var ada = await HubSocket.ConnectAsync(server))
        await using (var bela = await HubSocket.ConnectAsync(server))
        await using (var cleo = await HubSocket.ConnectAsync(server))
        await using (var dora = await HubSocket.ConnectAsync(server))
        {
            await ada.JoinAsync("MarkerRoom", "MarkerAda");
            await bela.CallAsync("Join", new { room = "MarkerRoom", name = "MarkerBela", videoSlots = 1, keepSeat = true });
            await cleo.JoinAsync("MarkerRoom", "MarkerCleo");
            await ada.SetAsync(1, new { lobby = true });
            await ada.DoAsync(2, "send-chat", text: "MarkerText");
            await ada.DoAsync(3, "raise-hand");
            await ada.CallAsync("Do", new { id = 4, command = "create-poll", poll = new { question = "MarkerPoll", options = new[] { "a", "b" }, multiple = false, anonymous = false, live = true } });
            await ada.DoAsync(5, "set-password", text: "MarkerPassword");
            await dora.RefusedAsync("Join", """{"room":"MarkerRoom","name":"MarkerDora","videoSlots":1,"password":"guess"}""");
            await dora.RefusedAsync("Join", """{"room":"MarkerRoom","name":"MarkerDora","videoSlots":1,"password":"MarkerPassword"}""");
            await cleo.CallAsync("Leave", new { });
            bela.Abort();
            await Eventually.Holds(() => server.Hall.Census().Single().AwaitedBack == 1);
            Assert.Equal(
                "rooms 1, participants 2, awaitedBack 1, waiting 1, left 1, raisedHands 1, chatMessages 1, polls 1, addressCounters 1, keyFiles 1, webLogFiles 0, webLogDays 0",
                await ReportAsync(server));
            Assert.DoesNotContain("Marker", await server.Http.GetStringAsync("/privacy.json"), StringComparison.OrdinalIgnoreCase);
            await ada.DoAsync(6, "end");
        }

        await Eventually.Holds(() => server.Hall.ParticipantCount == 0);
        Assert.Equal(empty.Replace("addressCounters 0", "addressCounters 1", StringComparison.Ordinal), await ReportAsync(server));
    }

    /// <summary>Counts of what the file system and the objects themselves show.</summary>
    [Fact]
    public async Task The_key_file_it_reports_is_the_only_file_there_is()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync($"--Sfu:DataDirectory={folder.Path}/data", $"--Sfu:Logs:Web:Directory={folder.Path}/logs");
        Assert.Contains("keyFiles 1, webLogFiles 0", await ReportAsync(server), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
        Directory.Delete(folder.Path + "/data", recursive: true);
        Assert.Contains("keyFiles 0", await ReportAsync(server), StringComparison.Ordinal);
    }

    /// <summary>Whatever a room comes to hold has to be counted: its fields are listed here beside what counts them.</summary>
    [Fact]
    public void Every_field_of_a_room_is_one_that_the_report_knows()
    {
        Assert.Equal(
            [
                "AdmittedSeats", "BarredSeats", // random ids of seats, part of `waiting` and `left`
                "Chat", "ChatClearedUpTo", "HasEnded", "HasPassword", "HasSuccession",
                "LastChatNumber", "LastPoll", "Lobby", "LobbyMessage", "NextHand", "OpenedAtMs", "Participants", "Polls", "RejectedSeats", "Sequence", "Settings", "SettingsTouched",
            ],
            typeof(RoomState).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).Order(StringComparer.Ordinal));
        Assert.All(typeof(Sfu.Server.Privacy.HeldNow).GetProperties(), property => Assert.Equal(typeof(int), property.PropertyType));
    }

    private static async Task<string> ReportAsync(RunningServer server)
    {
        using var answer = await server.Http.GetAsync("/privacy.json");
        Assert.Equal((HttpStatusCode.OK, "no-store"), (answer.StatusCode, answer.Headers.CacheControl?.ToString()));
        var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return string.Join(", ", report.EnumerateObject().Select(count => $"{count.Name} {count.Value.GetInt32()}"));
    }
}
