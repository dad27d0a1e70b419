using System.Text.Json;
using Sfu.Rooms;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>One order for all: two moderators at once, and what somebody gets who was away.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task Of_two_moderators_who_act_at_once_one_wins_and_everybody_hears_the_same_in_the_same_order()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var clara = await HubSocket.ConnectAsync(server);
        await owner.EnterAsync("Owner");
        var (first, second) = (IdOf(await boris.EnterAsync("Boris")), IdOf(await clara.EnterAsync("Clara")));
        var id = 0;
        for (var round = 1; round <= 20; round++)
        {
            await owner.DoAsync(++id, "make-moderator", first);
            await owner.DoAsync(++id, "make-moderator", second);
            var answers = await Task.WhenAll(
                Task.Run(() => TryAsync(boris, round, "take-moderator", second)), Task.Run(() => TryAsync(clara, round, "take-moderator", first)));
            Assert.Equal(["", "not-allowed"], answers.Order(StringComparer.Ordinal));
        }

        // Two admit and reject the same knocker: she is told one of the two, once.
        await owner.SetAsync(++id, new { lobby = true });
        await owner.DoAsync(++id, "make-moderator", first);
        await owner.DoAsync(++id, "make-moderator", second);
        await using var knocker = await HubSocket.ConnectAsync(server);
        await knocker.KeptOutAsync("Knocker");
        var waiting = (await clara.NextUpdateAsync("room", update => update.TryGetProperty("lobby", out var lobby) && lobby.GetArrayLength() == 1)).GetProperty("lobby")[0].GetProperty("id").GetString()!;
        var door = await Task.WhenAll(Task.Run(() => TryAsync(boris, 100, "admit", waiting)), Task.Run(() => TryAsync(clara, 100, "reject", waiting)));
        Assert.Equal(["", "target-gone"], door.Order(StringComparer.Ordinal));
        Assert.Equal("waiting", (await knocker.NextUpdateAsync("lobby")).GetProperty("state").GetString());
        Assert.Equal(door[0].Length == 0 ? "admitted" : "rejected", (await knocker.NextUpdateAsync("lobby")).GetProperty("state").GetString());

        await owner.DoAsync(++id, "send-chat", text: "the end");
        var (atOwner, atBoris) = (await RolesUntilTheEndAsync(owner), await RolesUntilTheEndAsync(boris));
        Assert.True(atOwner.Count > 40 && atBoris.Count > 20);
        Assert.Equal(atOwner.TakeLast(20), atBoris.TakeLast(20));
        Assert.Equal(atOwner.Select(role => role.Sequence).Order(), atOwner.Select(role => role.Sequence));
    }

    [Fact]
    public async Task Who_was_away_too_long_or_became_another_or_names_another_life_of_the_room_gets_a_snapshot()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:CallsPerSecond=100000", "--Sfu:Limits:CallBurst=100000");
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var hub = await HubSocket.ConnectAsync(server);
        var joined = await hub.EnterAsync("Boris");
        var (seat, epoch, sequence) = (SeatOf(joined), SnapshotOf(joined).GetProperty("epoch").GetString()!, SnapshotOf(joined).GetProperty("sequence").GetInt64());

        Assert.False(IsSnapshot(await ResumeAsync(epoch, sequence)));
        Assert.True(IsSnapshot(await ResumeAsync("another life", sequence)));
        Assert.True(IsSnapshot(await ResumeAsync(epoch, sequence + 1_000_000)));
        await anna.DoAsync(1, "make-moderator", IdOf(joined));
        Assert.True(IsSnapshot(await ResumeAsync(epoch, sequence)));

        // The log keeps so many and not one more.
        var mark = (await ResumeAsync("", 0)).GetProperty("snapshot").GetProperty("sequence").GetInt64();
        for (var i = 0; i < Limits.KeptUpdates; i++)
        {
            await anna.PublishAsync(mic: i % 2 == 0);
        }

        var rest = await ResumeAsync(epoch, mark + 1);
        Assert.False(IsSnapshot(rest));
        Assert.InRange(rest.GetProperty("updates").GetArrayLength(), Limits.KeptUpdates - 10, Limits.KeptUpdates);
        for (var i = 0; i < 10; i++)
        {
            await anna.PublishAsync(camera: i % 2 == 0);
        }

        Assert.True(IsSnapshot(await ResumeAsync(epoch, mark + 1)));
        await hub.DisposeAsync();

        async Task<JsonElement> ResumeAsync(string epochHeld, long seen)
        {
            hub.Abort();
            hub = await HubSocket.ConnectAsync(server);
            return await hub.CallAsync("Resume", new { seat, epoch = epochHeld, sequence = seen });
        }
    }

    private static bool IsSnapshot(JsonElement resumed)
    {
        var isSnapshot = resumed.GetProperty("snapshot").ValueKind == JsonValueKind.Object;
        Assert.True(!isSnapshot || resumed.GetProperty("updates").GetArrayLength() == 0);
        return isSnapshot;
    }

    /// <summary>The problem's code; empty when it was done.</summary>
    private static async Task<string> TryAsync(HubSocket hub, int id, string command, string target)
    {
        var completion = await hub.CallRawAsync("Do", JsonSerializer.Serialize(new { id, command, target }));
        return completion.GetProperty("result").TryGetProperty("problem", out var problem) ? problem.GetProperty("code").GetString()! : "";
    }

    private static async Task<List<(long Sequence, string Who, string Role)>> RolesUntilTheEndAsync(HubSocket hub)
    {
        var heard = new List<(long, string, string)>();
        while (await hub.NextUpdateAsync("room") is var update && !HasMessage(update))
        {
            if (update.TryGetProperty("participant", out var who))
            {
                heard.Add((update.GetProperty("sequence").GetInt64(), who.GetProperty("name").GetString()!, who.GetProperty("role").GetString()!));
            }
        }

        return heard;
    }
}
