using System.Text.Json;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>Polls, talk times, chat as late comers find it, and what is said through the door.</summary>
public sealed class ConversationTests
{
    [Fact]
    public async Task Who_voted_for_what_never_leaves_the_server_in_an_anonymous_poll()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var witness = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var voter = await boris.EnterAsync("Boris");
        await witness.EnterAsync("Witness");
        await CreateAsync(anna, 1, multiple: false, anonymous: true, live: true);
        await boris.CallAsync("Do", new { id = 1, command = "vote", target = "1", choices = new[] { 1 } });
        var heard = await PollAsync(witness, poll => poll.GetProperty("voted").GetInt32() == 1);
        Assert.Equal([0, 1], heard.Poll.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal(JsonValueKind.Null, heard.Poll.GetProperty("voters").ValueKind);
        Assert.Empty(heard.Poll.GetProperty("yourChoices").EnumerateArray());
        Assert.False(heard.Update.TryGetProperty("by", out _));
        await anna.CallAsync("Do", new { id = 2, command = "close-poll", target = "1" });
        await PollAsync(witness, poll => poll.GetProperty("closed").GetBoolean());

        // In nothing that anybody was told about the poll is the voter, not even for moderators.
        foreach (var hub in new[] { anna, witness })
        {
            Assert.DoesNotContain(hub.Heard, message => message.Contains("\"poll\"", StringComparison.Ordinal) && message.Contains("\"target\":\"room\"", StringComparison.Ordinal)
                && (message.Contains("Boris", StringComparison.Ordinal) || message.Contains($"\"by\":\"{IdOf(voter)}\"", StringComparison.Ordinal)));
        }

        // She herself finds her vote again.
        await using var again = await HubSocket.ConnectAsync(server);
        var own = SnapshotOf(await again.EnterAsync("Boris", seat: SeatOf(voter))).GetProperty("polls")[0];
        Assert.Equal(1, Assert.Single(own.GetProperty("yourChoices").EnumerateArray()).GetInt32());
    }

    [Fact]
    public async Task A_named_poll_names_and_results_at_the_end_come_at_the_end()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await boris.EnterAsync("Boris");
        await CreateAsync(anna, 1, multiple: true, anonymous: false, live: false);
        await boris.CallAsync("Do", new { id = 1, command = "vote", target = "1", choices = new[] { 0 } });
        await boris.CallAsync("Do", new { id = 2, command = "vote", target = "1", choices = new[] { 0, 1 } });
        var open = (await PollAsync(anna, poll => poll.GetProperty("voted").GetInt32() == 1)).Poll;
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (open.GetProperty("counts").ValueKind, open.GetProperty("voters").ValueKind));
        Assert.Equal("request-invalid", await boris.RefusedAsync("Do", """{"id":3,"command":"vote","target":"1","choices":[0,0]}"""));
        Assert.Equal("request-invalid", await boris.RefusedAsync("Do", """{"id":4,"command":"vote","target":"1","choices":[2]}"""));
        Assert.Equal("not-allowed", await boris.RefusedAsync("Do", """{"id":5,"command":"close-poll","target":"1"}"""));
        await anna.CallAsync("Do", new { id = 2, command = "close-poll", target = "1" });
        var closed = (await PollAsync(boris, poll => poll.GetProperty("closed").GetBoolean())).Poll;
        Assert.Equal([1, 1], closed.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32()));
        Assert.Equal("Boris", Assert.Single(closed.GetProperty("voters")[1].GetProperty("names").EnumerateArray()).GetString());
        Assert.Equal("target-gone", await boris.RefusedAsync("Do", """{"id":6,"command":"vote","target":"1","choices":[0]}"""));
    }

    [Fact]
    public async Task A_message_to_the_lobby_reaches_all_who_wait_and_who_comes_to_wait_and_a_rejection_gives_its_reason()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var clara = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { lobby = true });
        var guest = await anna.LinkAsync("guest");
        Assert.Equal("waiting", await boris.KeptOutAsync("Boris", link: guest));
        await anna.DoAsync(2, "message-lobby", text: "in five minutes");
        await boris.NextUpdateAsync("lobby", state => state.GetProperty("text").GetString() == "in five minutes");
        Assert.Equal("waiting", await clara.KeptOutAsync("Clara"));
        await clara.NextUpdateAsync("lobby", state => state.GetProperty("text").GetString() == "in five minutes");
        var queue = (await anna.NextUpdateAsync("room", update => update.TryGetProperty("lobby", out var lobby) && lobby.GetArrayLength() == 2)).GetProperty("lobby");
        Assert.Equal([("Boris", true), ("Clara", false)], queue.EnumerateArray().Select(knocker => (knocker.GetProperty("name").GetString()!, knocker.GetProperty("guest").GetBoolean())));
        await anna.DoAsync(3, "reject", queue[0].GetProperty("id").GetString(), "members only");
        var rejected = await boris.NextUpdateAsync("lobby", state => state.GetProperty("state").GetString() == "rejected");
        Assert.Equal("members only", rejected.GetProperty("text").GetString());
        Assert.Equal("rejected", await boris.KeptOutAsync("Boris", seat: SeatOf(rejected)));
        await anna.DoAsync(4, "admit-all");
        await clara.EnterAsync("Clara", seat: SeatOf(await clara.NextUpdateAsync("lobby", state => state.GetProperty("state").GetString() == "admitted")));
    }

    [Fact]
    public async Task Late_comers_find_the_public_chat_until_a_moderator_clears_it_for_all()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.DoAsync(1, "send-chat", text: "one");
        Assert.Equal(["one"], TextsOf(SnapshotOf(await boris.EnterAsync("Boris"))));
        Assert.Equal("not-allowed", await boris.RefusedAsync("Do", """{"id":1,"command":"clear-chat"}"""));
        await anna.DoAsync(2, "clear-chat");
        Assert.True((await boris.NextUpdateAsync("room", update => ActionOf(update) == "chat-cleared")).GetProperty("chatCleared").GetBoolean());
        await using var late = await HubSocket.ConnectAsync(server);
        Assert.Empty(TextsOf(SnapshotOf(await late.EnterAsync("Late"))));
        await anna.SetAsync(3, new { chatAllowed = false });
        Assert.Equal("not-allowed", await boris.RefusedAsync("Do", """{"id":2,"command":"send-chat","text":"two"}"""));
    }

    private static Task<JsonElement> CreateAsync(HubSocket hub, int id, bool multiple, bool anonymous, bool live) =>
        hub.CallAsync("Do", new { id, command = "create-poll", poll = new { question = "Which?", options = new[] { "a", "b" }, multiple, anonymous, live } });

    private static async Task<(JsonElement Update, JsonElement Poll)> PollAsync(HubSocket hub, Func<JsonElement, bool> fits)
    {
        var update = await hub.NextUpdateAsync("room", update => update.TryGetProperty("poll", out var poll) && fits(poll));
        return (update, update.GetProperty("poll"));
    }
}
