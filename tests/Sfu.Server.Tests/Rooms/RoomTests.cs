using System.Text.Json;
using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Links;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

public sealed class RoomTests
{
    [Fact]
    public void The_hubs_commands_and_roles_are_those_of_the_rules()
    {
        Assert.Equal(Enum.GetNames<RoomAction>(), Enum.GetNames<CommandName>());
        Assert.Equal(Enum.GetNames<Role>(), Enum.GetNames<RoleName>());
        Assert.Equal(Enum.GetNames<SpeakingMode>(), Enum.GetNames<SpeakingModeName>());
    }

    [Fact]
    public async Task The_first_in_owns_and_a_mute_reaches_media_and_everybody_with_who_did_it()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        var owner = await anna.JoinAsync("Chess", "Anna");
        Assert.Equal("owner", owner.GetProperty("snapshot").GetProperty("you").GetProperty("role").GetString());
        var joined = await boris.JoinAsync("Chess", "Boris");
        await boris.CallAsync("SetPublishing", new { mic = true, camera = true, screen = false, screenAudio = false });
        await anna.CallAsync("Do", new { id = 1, command = "mute", target = IdOf(joined) });
        Assert.Equal(Sources.Camera, server.Media.PublishingOf[NumberOf(joined)]);
        var muted = await boris.NextUpdateAsync("room", update => ActionOf(update) == "muted");
        Assert.Equal(IdOf(owner), muted.GetProperty("by").GetString());
        Assert.False(muted.GetProperty("participant").GetProperty("mic").GetBoolean());

        // What her page says next does not open it again; off and on does.
        await boris.CallAsync("SetPublishing", new { mic = true, camera = false, screen = false, screenAudio = false });
        Assert.Equal(Sources.None, server.Media.PublishingOf[NumberOf(joined)]);
        await boris.CallAsync("SetPublishing", new { mic = false, camera = false, screen = false, screenAudio = false });
        await boris.CallAsync("SetPublishing", new { mic = true, camera = false, screen = false, screenAudio = false });
        Assert.Equal(Sources.Mic, server.Media.PublishingOf[NumberOf(joined)]);
        Assert.Equal("not-allowed", await boris.RefusedAsync("Do", $$"""{"id":1,"command":"mute","target":"{{IdOf(owner)}}"}"""));
    }

    [Fact]
    public async Task Who_waits_gets_nothing_of_the_room_and_no_media_whatever_she_calls_until_she_is_admitted()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var eve = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        await anna.SetAsync(1, new { lobby = true });
        Assert.Equal("waiting", await eve.RefusedAsync("Join", """{"room":"Chess","name":"Eve","videoSlots":1,"keepSeat":true}"""));
        var waiting = await eve.NextUpdateAsync("lobby");
        var knocked = await anna.NextUpdateAsync("room", update => ActionOf(update) == "knocked");
        Assert.Equal("Eve", knocked.GetProperty("lobby")[0].GetProperty("name").GetString());
        foreach (var (method, argument) in new[]
        {
            ("Answer", """{"sdp":"v=0"}"""), ("SetPublishing", """{"mic":true,"camera":true,"screen":true,"screenAudio":true}"""), ("SetView", """{"items":[]}"""),
            ("RestartIce", "{}"), ("Do", """{"id":1,"command":"admit-all"}"""), ("Do", """{"id":2,"command":"send-chat","text":"hello"}"""),
            ("CreateLink", """{"role":"owner","expiresInMinutes":0}"""), ("GetTalkTime", "{}"),
        })
        {
            Assert.Equal("not-joined", await eve.RefusedAsync(method, argument));
        }

        await anna.CallAsync("Do", new { id = 2, command = "send-chat", text = "behind the door" });
        var seat = waiting.GetProperty("seat").GetString();
        Assert.Equal("seat-invalid", await eve.RefusedAsync("Resume", $$"""{"seat":"{{seat}}","epoch":"","sequence":0}"""));
        Assert.False(eve.HasEvent || eve.HasUpdate);
        Assert.Single(server.Media.RoomOf);

        await anna.CallAsync("Do", new { id = 3, command = "admit", target = knocked.GetProperty("lobby")[0].GetProperty("id").GetString() });
        Assert.Equal("admitted", (await eve.NextUpdateAsync("lobby")).GetProperty("state").GetString());
        await eve.CallAsync("Join", new { room = "Chess", name = "Eve", videoSlots = 1, seat });
        Assert.Equal(2, server.Media.RoomOf.Count);
    }

    [Fact]
    public async Task Whoever_stops_waiting_is_out_of_the_queue_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var eve = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        await anna.SetAsync(1, new { lobby = true });
        Assert.Equal("waiting", await eve.RefusedAsync("Join", """{"room":"Chess","name":"Eve","videoSlots":1,"keepSeat":true}"""));
        await anna.NextUpdateAsync("room", update => ActionOf(update) == "knocked");

        await eve.CallAsync("Leave", new { });

        var update = await anna.NextUpdateAsync("room", update => update.TryGetProperty("lobby", out _));
        Assert.Equal(0, update.GetProperty("lobby").GetArrayLength());
        Assert.Equal("not-joined", await eve.RefusedAsync("Leave", "{}"));
    }

    [Fact]
    public async Task A_command_with_the_same_id_takes_effect_once()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        for (var i = 0; i < 3; i++)
        {
            await anna.CallAsync("Do", new { id = 7, command = "send-chat", text = "once" });
        }

        await anna.CallAsync("Do", new { id = 8, command = "send-chat", text = "twice" });
        Assert.Equal("once", (await anna.NextUpdateAsync("room", HasMessage)).GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("twice", (await anna.NextUpdateAsync("room", HasMessage)).GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("request-invalid", await anna.RefusedAsync("Do", """{"id":3,"command":"raise-hand"}"""));
    }

    [Fact]
    public async Task A_private_message_reaches_two_people_and_no_third()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var clara = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        var reader = await boris.JoinAsync("Chess", "Boris");
        await clara.JoinAsync("Chess", "Clara");
        await anna.CallAsync("Do", new { id = 1, command = "send-chat", text = "psst", target = IdOf(reader) });
        Assert.Equal("target-gone", await anna.RefusedAsync("Do", """{"id":2,"command":"send-chat","text":"psst","target":"0"}"""));
        await anna.CallAsync("Do", new { id = 3, command = "send-chat", text = "all" });
        Assert.Equal("psst", (await boris.NextUpdateAsync("room", HasMessage)).GetProperty("message").GetProperty("text").GetString());
        Assert.Equal("all", (await clara.NextUpdateAsync("room", HasMessage)).GetProperty("message").GetProperty("text").GetString());
        await using var late = await HubSocket.ConnectAsync(server);
        var snapshot = (await late.JoinAsync("Chess", "Late")).GetProperty("snapshot");
        Assert.Equal("all", Assert.Single(snapshot.GetProperty("chat").EnumerateArray()).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_kept_seat_is_shown_as_reconnecting_and_resumes_with_what_it_missed()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        var joined = await boris.CallAsync("Join", new { room = "Chess", name = "Boris", videoSlots = 1, keepSeat = true });
        var snapshot = joined.GetProperty("snapshot");
        boris.Abort();
        await anna.NextEventAsync("participantJoined");
        Assert.True((await anna.NextEventAsync("participantChanged")).GetProperty("reconnecting").GetBoolean());
        await anna.CallAsync("Do", new { id = 1, command = "send-chat", text = "while you were away" });

        await using var again = await HubSocket.ConnectAsync(server);
        var resumed = await again.CallAsync("Resume", new
        {
            seat = joined.GetProperty("seat").GetString(), epoch = snapshot.GetProperty("epoch").GetString(), sequence = snapshot.GetProperty("sequence").GetInt64(),
        });
        Assert.Equal(JsonValueKind.Null, resumed.GetProperty("snapshot").ValueKind);
        Assert.Contains(resumed.GetProperty("updates").EnumerateArray(), HasMessage);
        Assert.False((await anna.NextEventAsync("participantChanged")).GetProperty("reconnecting").GetBoolean());
        Assert.Equal(2, server.Hall.ParticipantCount);
        await again.CallAsync("Do", new { id = 1, command = "raise-hand" });
        Assert.True((await anna.NextEventAsync("participantChanged")).GetProperty("hand").GetInt64() > 0);
    }

    [Fact]
    public async Task Joining_again_with_the_seat_keeps_id_role_and_hand_and_replaces_the_old_connection()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var tab = await HubSocket.ConnectAsync(server);
        var first = await anna.CallAsync("Join", new { room = "Chess", name = "Anna", videoSlots = 1, keepSeat = true });
        await anna.CallAsync("Do", new { id = 1, command = "raise-hand" });
        var second = await tab.CallAsync("Join", new { room = "Chess", name = "Anna", videoSlots = 1, keepSeat = true, seat = first.GetProperty("seat").GetString() });
        Assert.Equal(IdOf(first), IdOf(second));
        var self = Assert.Single(second.GetProperty("snapshot").GetProperty("participants").EnumerateArray());
        Assert.Equal("owner", self.GetProperty("role").GetString());
        Assert.Equal(1, self.GetProperty("hand").GetInt64());
        Assert.Equal("replaced", (await anna.NextEventAsync("closed")).GetProperty("reason").GetString());
        Assert.Equal("not-joined", await anna.RefusedAsync("Do", """{"id":9,"command":"end"}"""));
        Assert.Single(server.Media.RoomOf);
    }

    [Fact]
    public async Task A_restarted_server_gives_back_role_and_settings_from_the_seat()
    {
        var folder = Directory.CreateTempSubdirectory("sfu");
        string setting = $"--Sfu:DataDirectory={folder.FullName}", seat;
        await using (var server = await RunningServer.StartAsync(setting))
        {
            await using var anna = await HubSocket.ConnectAsync(server);
            await anna.JoinAsync("Chess", "Anna");
            await anna.SetAsync(1, new { lobby = true });
            seat = (await anna.NextUpdateAsync("seat")).GetProperty("seat").GetString()!;
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder.FullName, "sfu.key")));
        }

        await using var restarted = await RunningServer.StartAsync(setting);
        await using var back = await HubSocket.ConnectAsync(restarted);
        var snapshot = (await back.CallAsync("Join", new { room = "Chess", name = "Anna", videoSlots = 1, seat })).GetProperty("snapshot");
        Assert.Equal("owner", snapshot.GetProperty("you").GetProperty("role").GetString());
        Assert.True(snapshot.GetProperty("settings").GetProperty("lobby").GetBoolean());
        await using var eve = await HubSocket.ConnectAsync(restarted);
        Assert.Equal("waiting", await eve.RefusedAsync("Join", """{"room":"Chess","name":"Eve","videoSlots":1}"""));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_removed_and_barred_one_is_told_by_whom_loses_her_media_and_stays_out()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var eve = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        var joined = await eve.JoinAsync("Chess", "Eve");
        await anna.CallAsync("Do", new { id = 1, command = "remove", target = IdOf(joined), flag = true });
        Assert.False(server.Media.RoomOf.ContainsKey(NumberOf(joined)));
        var closed = await eve.NextEventAsync("closed");
        Assert.Equal(("removed", "Anna"), (closed.GetProperty("reason").GetString(), closed.GetProperty("by").GetString()));
        Assert.Equal("barred", await eve.RefusedAsync("Join", $$"""{"room":"Chess","name":"Eve","videoSlots":1,"seat":"{{joined.GetProperty("seat").GetString()}}"}"""));
    }

    [Fact]
    public async Task End_for_all_ends_for_all_and_leaves_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        await boris.JoinAsync("Chess", "Boris");
        await anna.CallAsync("Do", new { id = 1, command = "end" });
        Assert.Equal("ended", (await boris.NextEventAsync("closed")).GetProperty("reason").GetString());
        Assert.Equal((0, 0), (server.Hall.RoomCount, server.Hall.ParticipantCount));
        Assert.Empty(server.Media.RoomOf);
        Assert.Empty((await boris.JoinAsync("Chess", "Boris")).GetProperty("snapshot").GetProperty("chat").EnumerateArray());
    }

    [Fact]
    public async Task Guessing_a_password_meets_a_limit_that_tells_nothing()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:PasswordAttempts=3");
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var eve = await HubSocket.ConnectAsync(server);
        await anna.JoinAsync("Chess", "Anna");
        await anna.CallAsync("Do", new { id = 1, command = "set-password", text = "sesame" });
        Assert.Equal("password-required", await eve.RefusedAsync("Join", Join("")));
        await using (var boris = await HubSocket.ConnectAsync(server))
        {
            await boris.CallAsync("Join", new { room = "Chess", name = "Boris", videoSlots = 1, password = "sesame" });
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("password-wrong", await eve.RefusedAsync("Join", Join(""","password":"guess" """)));
        }

        Assert.Equal("too-many-attempts", await eve.RefusedAsync("Join", Join(""","password":"guess" """)));
        Assert.Equal("too-many-attempts", await eve.RefusedAsync("Join", Join(""","password":"sesame" """)));

        static string Join(string more) => $$"""{"room":"Chess","name":"Eve","videoSlots":1{{more}}}""";
    }

    [Fact]
    public async Task Codes_and_links_open_rooms_where_the_policy_says_so()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Rooms:Creation=code");
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        Assert.Equal("code-required", await anna.RefusedAsync("Join", """{"room":"Chess","name":"Anna","videoSlots":1}"""));
        Assert.Equal("code-wrong", await anna.RefusedAsync("Join", """{"room":"Chess","name":"Anna","videoSlots":1,"code":"guess"}"""));
        var code = ((TokenSigner)server.Services.GetService(typeof(TokenSigner))!).CreatorCode;
        await anna.CallAsync("Join", new { room = "Chess", name = "Anna", videoSlots = 1, code });
        var guest = (await anna.CallAsync("CreateLink", new { role = "guest", expiresInMinutes = 0 })).GetProperty("token").GetString();
        var link = (await anna.CallAsync("CreateLink", new { role = "moderator", expiresInMinutes = 0 })).GetProperty("token").GetString();
        var joined = await boris.CallAsync("Join", new { room = "Chess", name = "Boris", videoSlots = 1, link });
        Assert.Equal("moderator", joined.GetProperty("snapshot").GetProperty("you").GetProperty("role").GetString());
        Assert.Equal("not-allowed", await boris.RefusedAsync("CreateLink", """{"role":"owner","expiresInMinutes":0}"""));
        await boris.CallAsync("Leave", new { });
        Assert.Equal("link-invalid", await boris.RefusedAsync("Join", $$"""{"room":"Go","name":"Boris","videoSlots":1,"link":"{{link}}"}"""));
        Assert.Equal("not-started", await boris.RefusedAsync("Join", $$"""{"room":"Other","name":"Boris","videoSlots":1,"link":"{{LinkFor(server, "other")}}"}"""));
        var asGuest = await boris.CallAsync("Join", new { room = "Chess", name = "Boris", videoSlots = 1, link = guest });
        Assert.True(asGuest.GetProperty("snapshot").GetProperty("participants")[1].GetProperty("guest").GetBoolean());
    }

    [Fact]
    public async Task Cameras_for_moderators_only_are_shown_to_nobody_else()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        await using var clara = await HubSocket.ConnectAsync(server);
        var owner = await anna.JoinAsync("Chess", "Anna");
        var shown = await boris.JoinAsync("Chess", "Boris");
        var viewer = await clara.JoinAsync("Chess", "Clara");
        foreach (var hub in new[] { anna, clara })
        {
            await hub.CallAsync("SetView", new { items = new[] { new { participantId = IdOf(shown), kind = "camera", width = 320, height = 180 } } });
        }

        Assert.Single(server.Media.ViewOf[NumberOf(viewer)]);
        await anna.SetAsync(1, new { webcamsOnlyForModerator = true });
        Assert.Empty(server.Media.ViewOf[NumberOf(viewer)]);
        Assert.Single(server.Media.ViewOf[NumberOf(owner)]);
    }

    private static string LinkFor(RunningServer server, string room) =>
        ((Tokens)server.Services.GetService(typeof(Tokens))!).Link(room, Role.Participant, 0, RoomSettings.Default);
}
