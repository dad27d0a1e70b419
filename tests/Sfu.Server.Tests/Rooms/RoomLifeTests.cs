using System.Text.Json;
using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Links;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>Settings, ways in, and what is left of a room when it is over.</summary>
public sealed class RoomLifeTests
{
    [Fact]
    public async Task Settings_survive_an_empty_room_only_inside_the_owners_link_and_nothing_else_survives()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var joined = await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { subject = "openings", speaking = "ask", moderatorMessage = "for us" });
        await anna.DoAsync(2, "send-chat", text: "secret");
        await anna.CallAsync("Do", new { id = 3, command = "create-poll", poll = new { question = "secret", options = new[] { "a", "b" }, multiple = false, anonymous = false, live = true } });
        await anna.DoAsync(4, "set-password", text: "sesame");
        var link = await anna.LinkAsync("owner");
        var seat = anna.LastSeat!;
        await anna.CallAsync("Leave", new { });
        Assert.Equal(0, server.Hall.RoomCount);

        // By the address, and with a seat of the room that is over, there is an empty room with nothing set.
        foreach (var token in new[] { null, seat, SeatOf(joined) })
        {
            await using var eve = await HubSocket.ConnectAsync(server);
            var found = SnapshotOf(await eve.EnterAsync("Eve", seat: token));
            Assert.DoesNotContain("secret", found.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(("", "free", false), (found.GetProperty("settings").GetProperty("subject").GetString(), found.GetProperty("settings").GetProperty("speaking").GetString(), found.GetProperty("hasPassword").GetBoolean()));
            Assert.Equal("seat-invalid", await ResumeAsync(server, seat));
            await eve.CallAsync("Leave", new { });
        }

        await using var again = await HubSocket.ConnectAsync(server);
        var back = SnapshotOf(await again.EnterAsync("Anna", link: link));
        Assert.Equal(("openings", "ask", "for us"), (back.GetProperty("settings").GetProperty("subject").GetString(), back.GetProperty("settings").GetProperty("speaking").GetString(), back.GetProperty("settings").GetProperty("moderatorMessage").GetString()));
        Assert.Empty(TextsOf(back));
        Assert.Empty(back.GetProperty("polls").EnumerateArray());
    }

    [Fact]
    public async Task A_duration_ends_the_meeting_for_everybody_when_it_is_over_and_tells_why()
    {
        var time = new ShiftedTime();
        await using var server = await RunningServerTime.StartAsync(time);
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var waiting = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await boris.EnterAsync("Boris");
        await anna.SetAsync(1, new { durationMinutes = 10, lobby = true });
        var told = await boris.NextUpdateAsync("room", update => update.TryGetProperty("endsAtMs", out _));
        Assert.InRange(told.GetProperty("endsAtMs").GetInt64() - time.GetUtcNow().ToUnixTimeMilliseconds(), 9 * 60_000, 10 * 60_000);
        await waiting.KeptOutAsync("Clara");
        time.Advance(TimeSpan.FromMinutes(9));
        server.Hall.Sweep();
        Assert.Equal(2, server.Hall.ParticipantCount);
        time.Advance(TimeSpan.FromMinutes(1));
        server.Hall.Sweep();
        foreach (var hub in new[] { anna, boris })
        {
            Assert.Equal("time-over", (await hub.NextEventAsync(heard => heard.Target == "closed")).Argument.GetProperty("reason").GetString());
        }

        await waiting.NextUpdateAsync("lobby", state => state.GetProperty("state").GetString() == "closed");
        Assert.Equal((0, 0), (server.Hall.RoomCount, server.Hall.ParticipantCount));
        Assert.Empty(server.Media.RoomOf);
    }

    [Fact]
    public async Task The_rooms_own_maximum_holds_for_everybody_and_a_place_that_gets_free_can_be_taken()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var clara = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await boris.EnterAsync("Boris");
        await anna.SetAsync(1, new { maxParticipants = 2 });
        Assert.Equal("room-full", await clara.KeptOutAsync("Clara"));
        Assert.Equal("room-full", await clara.KeptOutAsync("Clara", link: await anna.LinkAsync("moderator")));
        await boris.CallAsync("Leave", new { });
        await clara.EnterAsync("Clara");
    }

    /// <summary>Every source is closed at the server after a join, whatever the room says; the setting tells pages not to ask by themselves.</summary>
    [Fact]
    public async Task Mute_on_start_is_told_at_entry_and_nothing_is_open_until_its_owner_opens_it()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { muteOnStart = true });
        var joined = await boris.EnterAsync("Boris");
        Assert.True(SnapshotOf(joined).GetProperty("settings").GetProperty("muteOnStart").GetBoolean());
        Assert.Equal(Sources.None, server.Media.PublishingOf.GetValueOrDefault(NumberOf(joined)));
        await boris.PublishAsync(mic: true);
        Assert.Equal(Sources.Mic, server.Media.PublishingOf[NumberOf(joined)]);
    }

    [Fact]
    public async Task The_message_for_moderators_reaches_moderators_only_also_those_who_become_one()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var joined = await boris.EnterAsync("Boris");
        await anna.SetAsync(1, new { moderatorMessage = "MarkerForUs", welcome = "hello" });
        await boris.NextUpdateAsync("room", update => update.TryGetProperty("settings", out var settings) && settings.GetProperty("welcome").GetString() == "hello");
        Assert.DoesNotContain(boris.Heard, message => message.Contains("MarkerForUs", StringComparison.Ordinal));
        Assert.DoesNotContain("MarkerForUs", System.Text.Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(boris.LastSeat!)), StringComparison.Ordinal);
        await anna.DoAsync(2, "make-moderator", IdOf(joined));
        var snapshot = await boris.NextUpdateAsync("snapshot");
        Assert.Equal("MarkerForUs", snapshot.GetProperty("settings").GetProperty("moderatorMessage").GetString());
    }

    [Fact]
    public async Task Where_the_policy_is_links_nobody_comes_in_without_one_and_every_role_has_its_own()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Rooms:Creation=links");
        var tokens = (Tokens)server.Services.GetService(typeof(Tokens))!;
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        Assert.Equal("link-required", await anna.KeptOutAsync("Anna"));
        Assert.Equal("not-started", await boris.KeptOutAsync("Boris", link: tokens.Link("chess", Role.Participant, 0, RoomSettings.Default)));
        Assert.Equal("owner", RoleOf(await anna.EnterAsync("Anna", link: tokens.Link("chess", Role.Owner, 0, RoomSettings.Default))));
        Assert.Equal("link-required", await boris.KeptOutAsync("Boris"));
        foreach (var role in new[] { "guest", "participant", "moderator", "owner" })
        {
            await using var hub = await HubSocket.ConnectAsync(server);
            Assert.Equal(role, RoleOf(await hub.EnterAsync("Somebody", link: await anna.LinkAsync(role))));
        }

        Assert.Equal("link-expired", await boris.KeptOutAsync("Boris", link: tokens.Link("chess", Role.Owner, -1, RoomSettings.Default)));
        Assert.Equal("link-invalid", await boris.KeptOutAsync("Boris", link: tokens.Link("go", Role.Owner, 0, RoomSettings.Default)));
        Assert.Equal("link-invalid", await boris.KeptOutAsync("Boris", link: new Tokens(new TokenSigner(new byte[32]), TimeProvider.System).Link("chess", Role.Owner, 0, RoomSettings.Default)));
    }

    [Fact]
    public async Task A_seat_of_another_room_another_server_or_with_a_bit_flipped_is_no_seat()
    {
        await using var server = await RunningServer.StartAsync();
        using var folder = new TemporaryFolder();
        await using var other = await RunningServer.StartAsync($"--Sfu:DataDirectory={folder.Path}");
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var elsewhere = await HubSocket.ConnectAsync(other);
        var seat = SeatOf(await anna.EnterAsync("Anna"));
        var foreign = SeatOf(await elsewhere.EnterAsync("Anna"));
        await using var eve = await HubSocket.ConnectAsync(server);
        Assert.Equal("seat-invalid", await eve.KeptOutAsync("Eve", "Go", seat: seat));
        foreach (var forged in new[] { foreign, "", "x", seat[..^1], seat + "A", (seat[0] == 'A' ? 'B' : 'A') + seat[1..], await anna.LinkAsync("owner") })
        {
            Assert.Equal("seat-invalid", await eve.KeptOutAsync("Eve", seat: forged));
            Assert.Equal("seat-invalid", await eve.RefusedAsync("Resume", JsonSerializer.Serialize(new { seat = forged, epoch = "", sequence = 0 })));
        }

        Assert.Equal(1, server.Hall.ParticipantCount);
    }

    private static async Task<string> ResumeAsync(RunningServer server, string seat)
    {
        await using var hub = await HubSocket.ConnectAsync(server);
        return await hub.RefusedAsync("Resume", JsonSerializer.Serialize(new { seat, epoch = "", sequence = 0 }));
    }
}
