using Microsoft.Extensions.DependencyInjection;
using Sfu.Rooms;
using Sfu.Server.Hub;
using Sfu.Server.Media;
using Sfu.Server.Metrics;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>Connections that are lost and come back, or do not; the clock is set forward by hand.</summary>
public sealed class GraceTests
{
    private readonly ShiftedTime _time = new();

    [Fact]
    public async Task A_place_waits_a_minute_and_is_gone_then_with_whoever_held_it()
    {
        await using var server = await RunningServerTime.StartAsync(_time);
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var boris = await HubSocket.ConnectAsync(server);
        var joined = await boris.EnterAsync("Boris");
        await anna.DoAsync(1, "make-moderator", IdOf(joined));
        await anna.NextEventAsync("participantJoined");
        await anna.NextEventAsync("participantChanged");
        boris.Abort();
        Assert.True((await anna.NextEventAsync("participantChanged")).GetProperty("reconnecting").GetBoolean());

        _time.Advance(TimeSpan.FromSeconds(Limits.GraceSeconds - 2));
        server.Hall.Sweep();
        Assert.Equal(2, server.Hall.ParticipantCount);
        Assert.False(anna.HasEvent);
        _time.Advance(TimeSpan.FromSeconds(3));
        server.Hall.Sweep();
        Assert.Equal(IdOf(joined), (await anna.NextEventAsync("participantLeft")).GetProperty("participantId").GetString());
        Assert.Equal(1, server.Hall.ParticipantCount);
        Assert.DoesNotContain(NumberOf(joined), server.Media.RoomOf.Keys);

        // Too late for the place, not for the person: she comes in anew, as what she was.
        await using var late = await HubSocket.ConnectAsync(server);
        var seat = SeatOf(joined);
        Assert.Equal("seat-invalid", await late.RefusedAsync("Resume", $$"""{"seat":"{{seat}}","epoch":"","sequence":0}"""));
        var again = await late.EnterAsync("Boris", seat: seat);
        Assert.NotEqual(IdOf(joined), IdOf(again));
        Assert.Equal("moderator", RoleOf(again));
    }

    [Fact]
    public async Task However_often_somebody_reloads_or_loses_the_connection_the_others_see_her_once_and_never_leave()
    {
        await using var server = await RunningServerTime.StartAsync(_time);
        await using var witness = await HubSocket.ConnectAsync(server);
        await witness.EnterAsync("Witness");
        var hub = await HubSocket.ConnectAsync(server);
        var joined = await hub.EnterAsync("Anna");
        await witness.NextEventAsync("participantJoined");
        for (var round = 0; round < 12; round++)
        {
            var before = hub;
            if (round % 3 != 1)
            {
                before.Abort(); // the server may or may not have noticed when she is back
            }

            hub = await HubSocket.ConnectAsync(server);
            if (round % 3 == 2)
            {
                await hub.CallAsync("Resume", new { seat = SeatOf(joined), epoch = "", sequence = 0 });
            }
            else
            {
                Assert.Equal(IdOf(joined), IdOf(await hub.EnterAsync("Anna", seat: SeatOf(joined))));
            }

            Assert.Equal(2, server.Hall.ParticipantCount);
            await before.DisposeAsync();
        }

        await hub.DoAsync(1, "send-chat", text: "here I am");
        await witness.NextUpdateAsync("room", HasMessage);
        while (witness.HasEvent)
        {
            var (target, changed) = await witness.NextEventAsync();
            Assert.Equal(("participantChanged", IdOf(joined)), (target, changed.GetProperty("id").GetString()));
        }

        await hub.DisposeAsync();
    }

    [Fact]
    public async Task Lost_media_leaves_a_kept_place_waiting_too()
    {
        await using var server = await RunningServerTime.StartAsync(_time);
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var joined = await boris.EnterAsync("Boris");
        await anna.NextEventAsync("participantJoined");
        server.Raise(new MediaEvent.Ended(NumberOf(joined), LeaveReason.MediaTimeout));
        Assert.Equal("media-timeout", (await boris.NextEventAsync("closed")).GetProperty("reason").GetString());
        Assert.True((await anna.NextEventAsync("participantChanged")).GetProperty("reconnecting").GetBoolean());
        Assert.Equal("seat-invalid", await boris.RefusedAsync("Resume", $$"""{"seat":"{{SeatOf(joined)}}","epoch":"","sequence":0}"""));
        Assert.Equal(IdOf(joined), IdOf(await boris.EnterAsync("Boris", seat: SeatOf(joined))));
        Assert.False((await anna.NextEventAsync("participantChanged")).GetProperty("reconnecting").GetBoolean());
    }

    [Fact]
    public async Task A_place_in_the_queue_waits_a_minute_and_is_gone_then()
    {
        await using var server = await RunningServerTime.StartAsync(_time);
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { lobby = true });
        var boris = await HubSocket.ConnectAsync(server);
        Assert.Equal("waiting", await boris.KeptOutAsync("Boris"));
        var seat = SeatOf(await boris.NextUpdateAsync("lobby"));
        await boris.DisposeAsync();
        await Eventually.Holds(() => server.Services.GetRequiredService<IdleConnections>().Count == 1);
        _time.Advance(TimeSpan.FromSeconds(Limits.GraceSeconds - 2));
        server.Hall.Sweep();

        // Back in time: the same place, no second one.
        await using var back = await HubSocket.ConnectAsync(server);
        Assert.Equal("waiting", await back.KeptOutAsync("Boris", seat: seat));
        _time.Advance(TimeSpan.FromSeconds(Limits.GraceSeconds * 2));
        server.Hall.Sweep();
        await anna.NextUpdateAsync("room", Queue(1));
        back.Abort();
        await Eventually.Holds(() => server.Services.GetRequiredService<IdleConnections>().Count == 1);
        _time.Advance(TimeSpan.FromSeconds(Limits.GraceSeconds + 1));
        server.Hall.Sweep();
        await anna.NextUpdateAsync("room", Queue(0));

        static Func<System.Text.Json.JsonElement, bool> Queue(int length) =>
            update => update.TryGetProperty("lobby", out var lobby) && lobby.GetArrayLength() == length;
    }

    [Fact]
    public async Task A_connection_that_joins_nothing_is_ended_and_one_in_a_room_or_before_a_door_is_not()
    {
        await using var server = await RunningServerTime.StartAsync(_time);
        var idle = server.Services.GetRequiredService<IdleConnections>();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var lurker = await HubSocket.ConnectAsync(server);
        await using var left = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { lobby = true });
        await boris.KeptOutAsync("Boris");
        await left.EnterAsync("Clara", "Go");
        idle.Sweep();
        _time.Advance(TimeSpan.FromSeconds(Limits.IdleConnectionSeconds - 1));
        idle.Sweep();
        await lurker.RefusedAsync("Leave", "{}");
        await left.CallAsync("Leave", new { });
        _time.Advance(TimeSpan.FromSeconds(2));
        idle.Sweep();
        await lurker.Closed;

        // Whoever has just left has her time from then on.
        await left.RefusedAsync("Leave", "{}");
        _time.Advance(TimeSpan.FromSeconds(Limits.IdleConnectionSeconds + 1));
        idle.Sweep();
        await left.Closed;
        await anna.DoAsync(2, "raise-hand");
        Assert.Equal("not-joined", await boris.RefusedAsync("RestartIce", "{}"));
    }
}
