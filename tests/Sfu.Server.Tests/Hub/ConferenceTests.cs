using System.Text.Json;
using Sfu.Media;
using Sfu.Server.Media;
using Sfu.Server.Metrics;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Hub;

public sealed class ConferenceTests
{
    [Fact]
    public async Task A_room_appears_with_its_first_and_vanishes_with_its_last_participant()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        Assert.Equal(0, server.Hall.RoomCount);
        await anna.JoinAsync("Chess");
        Assert.Equal(1, server.Hall.RoomCount);
        await anna.CallAsync("Leave", new { });
        Assert.Equal((0, 0), (server.Hall.RoomCount, server.Hall.ParticipantCount));
        Assert.Empty(server.Media.RoomOf);
    }

    [Fact]
    public async Task Everybody_learns_who_is_there_what_they_send_and_when_they_leave()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        var annaJoined = await anna.JoinAsync("Chess", "Anna");
        Assert.Empty(annaJoined.GetProperty("participants").EnumerateArray());

        // Another spelling of the same room.
        var borisJoined = await boris.JoinAsync("CHESS ", "Boris");
        var other = Assert.Single(borisJoined.GetProperty("participants").EnumerateArray());
        Assert.Equal("Anna", other.GetProperty("name").GetString());
        Assert.False(other.GetProperty("mic").GetBoolean());
        Assert.Equal(annaJoined.GetProperty("participantId").GetString(), other.GetProperty("id").GetString());
        Assert.Equal("Boris", (await anna.NextEventAsync("participantJoined")).GetProperty("name").GetString());

        await boris.CallAsync("SetPublishing", new { mic = true, camera = false, screen = false, screenAudio = false });
        var changed = await anna.NextEventAsync("participantChanged");
        Assert.True(changed.GetProperty("mic").GetBoolean());
        Assert.Equal(Sources.Mic, server.Media.PublishingOf[NumberOf(borisJoined)]);

        await boris.CallAsync("Leave", new { });
        Assert.Equal(IdOf(borisJoined), (await anna.NextEventAsync("participantLeft")).GetProperty("participantId").GetString());
        Assert.False(boris.HasEvent);
        Assert.DoesNotContain(server.Log.Lines, LogCapture.IsTrouble);
    }

    [Fact]
    public async Task Whoever_loses_the_connection_leaves_the_room()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess");
        await boris.JoinAsync("Chess");
        await anna.NextEventAsync("participantJoined");
        boris.Abort();
        await anna.NextEventAsync("participantLeft");
        anna.Abort();
        await Eventually.Holds(() => server.Hall is { RoomCount: 0, ParticipantCount: 0 } && server.Media.RoomOf.IsEmpty);
    }

    [Fact]
    public async Task Rooms_are_apart()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        var annaJoined = await anna.JoinAsync("Chess");
        var borisJoined = await boris.JoinAsync("Go");
        Assert.Equal(2, server.Hall.RoomCount);
        Assert.NotEqual(server.Media.RoomOf[NumberOf(annaJoined)], server.Media.RoomOf[NumberOf(borisJoined)]);

        // Asking for a stranger's video is not an error, and not granted.
        await boris.CallAsync("SetView", new { items = new[] { new { participantId = IdOf(annaJoined), kind = "camera", width = 640, height = 360 } } });
        Assert.Empty(server.Media.ViewOf[NumberOf(borisJoined)]);
        await anna.CallAsync("SetPublishing", new { mic = true, camera = true, screen = false, screenAudio = false });
        await boris.CallAsync("SetView", new { items = Array.Empty<object>() });
        Assert.False(boris.HasEvent);
    }

    [Fact]
    public async Task A_view_reaches_the_media_worker_in_order_of_importance()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        var annaJoined = await anna.JoinAsync("Chess");
        var borisJoined = await boris.JoinAsync("Chess");
        await boris.CallAsync("SetView", new
        {
            items = new[]
            {
                new { participantId = IdOf(annaJoined), kind = "screen", width = 1920, height = 1080 },
                new { participantId = IdOf(annaJoined), kind = "camera", width = 320, height = 180 },
                new { participantId = "4000000000", kind = "camera", width = 320, height = 180 },
            },
        });
        Assert.Equal(
            [new ViewItem(NumberOf(annaJoined), SourceKind.Screen, 1920, 1080), new ViewItem(NumberOf(annaJoined), SourceKind.Camera, 320, 180)],
            server.Media.ViewOf[NumberOf(borisJoined)]);
    }

    [Fact]
    public async Task Events_wait_for_the_first_call_after_the_join()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.CallAsync("Join", new { room = "Chess", name = "Anna", videoSlots = 1 });
        await boris.JoinAsync("Chess", "Boris");
        Assert.False(anna.HasEvent);
        await anna.CallAsync("SetView", new { items = Array.Empty<object>() });
        Assert.Equal("Boris", (await anna.NextEventAsync("participantJoined")).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Slots_and_speakers_reach_those_they_concern()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var joined = await anna.JoinAsync("Chess");
        server.Raise(new MediaEvent.SlotsChanged(NumberOf(joined), [new SlotAssignment("v0", 7, SourceKind.Screen), new SlotAssignment("a0", 0, SourceKind.ScreenAudio)]));
        server.Raise(new MediaEvent.SpeakersChanged(server.Media.RoomOf[NumberOf(joined)], [7, 9]));
        var slots = await anna.NextEventAsync("slots");
        Assert.Equal("""[{"mid":"v0","participantId":"7","kind":"screen"},{"mid":"a0","participantId":null,"kind":"screen-audio"}]""", slots.GetProperty("slots").GetRawText());
        var speakers = await anna.NextEventAsync("speakers");
        Assert.Equal("""["7","9"]""", speakers.GetProperty("participantIds").GetRawText());
    }

    [Fact]
    public async Task Lost_media_ends_the_participation_and_a_new_join_is_possible()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        var joined = await anna.JoinAsync("Chess");
        await boris.JoinAsync("Chess");
        await anna.NextEventAsync("participantJoined");
        server.Raise(new MediaEvent.Ended(NumberOf(joined), LeaveReason.MediaTimeout));
        Assert.Equal("media-timeout", (await anna.NextEventAsync("closed")).GetProperty("reason").GetString());
        await boris.NextEventAsync("participantLeft");
        Assert.Equal("not-joined", await anna.RefusedAsync("Leave", "{}"));
        await anna.JoinAsync("Chess");
        await boris.NextEventAsync("participantJoined");
    }

    [Fact]
    public async Task A_stopping_server_tells_everybody()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess");
        var stopping = server.StopAsync();
        Assert.Equal("server-stopping", (await anna.NextEventAsync("closed")).GetProperty("reason").GetString());
        await anna.Closed;
        await stopping;
        Assert.Equal(0, server.Hall.ParticipantCount);
    }

    [Fact]
    public async Task A_reader_that_stops_reading_holds_nobody_up_and_is_cut_off()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:CallsPerSecond=100000", "--Sfu:Limits:CallBurst=100000");
        await using var stuck = await HubSocket.ConnectAsync(server, reads: false);
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await stuck.SendAsync("""{"type":1,"target":"Join","arguments":[{"room":"Chess","name":"Stuck","videoSlots":1}]}""");
        await stuck.SendAsync("""{"type":1,"target":"SetView","arguments":[{"items":[]}]}""");
        await Eventually.Holds(() => server.Hall.ParticipantCount == 1);
        await anna.JoinAsync("Chess");
        await boris.JoinAsync("Chess");
        await anna.NextEventAsync("participantJoined");
        var everySlot = Enumerable.Range(0, 30).Select(_ => new SlotAssignment("v0", 7, SourceKind.Camera)).ToArray();
        var isOn = false;
        while (server.Hall.ParticipantCount == 3)
        {
            for (var i = 0; i < 100; i++)
            {
                server.Raise(new MediaEvent.SlotsChanged(1, everySlot));
            }

            isOn = !isOn;
            await boris.CallAsync("SetPublishing", new { mic = isOn, camera = false, screen = false, screenAudio = false });
            var heard = await anna.NextEventAsync();
            if (heard.Target == "participantLeft")
            {
                return;
            }

            Assert.Equal(isOn, heard.Argument.GetProperty("mic").GetBoolean());
        }

        Assert.Equal("1", (await anna.NextEventAsync("participantLeft")).GetProperty("participantId").GetString());
    }

    private static string IdOf(JsonElement joined) => joined.GetProperty("participantId").GetString()!;

    private static uint NumberOf(JsonElement joined) => uint.Parse(IdOf(joined), System.Globalization.CultureInfo.InvariantCulture);
}
