using System.Text.Json;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>The server dies in the middle of a meeting and is started again: what comes back, from whom, and what must not.</summary>
public sealed class RestartTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private RunningServer _server = null!;

    public async Task InitializeAsync() => _server = await StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_people_come_back_with_roles_hands_settings_and_chat_in_whatever_order()
    {
        var (anna, boris) = (await HubSocket.ConnectAsync(_server), await HubSocket.ConnectAsync(_server));
        var owner = await anna.EnterAsync("Anna");
        var second = await boris.EnterAsync("Boris");
        var others = new List<HubSocket>();
        foreach (var name in new[] { "Clara", "Dora", "Emil" })
        {
            others.Add(await HubSocket.ConnectAsync(_server));
            await others[^1].EnterAsync(name);
        }

        await anna.SetAsync(1, new { subject = "openings", lobby = true });
        await anna.DoAsync(2, "make-moderator", IdOf(second));
        await others[1].DoAsync(1, "raise-hand");
        await others[0].DoAsync(1, "raise-hand");
        await anna.DoAsync(3, "send-chat", text: "e4");
        await boris.DoAsync(1, "send-chat", text: "e5");
        await boris.DoAsync(2, "send-chat", IdOf(owner), "between us");
        HubSocket[] all = [anna, boris, .. others];
        var seats = new List<string>();
        var held = new List<List<JsonElement>>();
        foreach (var hub in all)
        {
            held.Add(await HeardUntilAsync(hub, ReferenceEquals(hub, anna) || ReferenceEquals(hub, boris) ? 3 : 2));
            seats.Add(hub.LastSeat!);
        }

        await RestartAsync();
        string[] names = ["Anna", "Boris", "Clara", "Dora", "Emil"];
        string[] roles = ["owner", "moderator", "participant", "participant", "participant"];
        var back = new HubSocket[5];
        foreach (var i in new[] { 3, 0, 4, 1, 2 })
        {
            back[i] = await HubSocket.ConnectAsync(_server);
            var joined = await back[i].EnterAsync(names[i], seat: seats[i]);
            Assert.Equal(roles[i], RoleOf(joined));
            Assert.Equal("openings", SnapshotOf(joined).GetProperty("settings").GetProperty("subject").GetString());
            Assert.NotEqual(JsonValueKind.Undefined, SnapshotOf(joined).GetProperty("restored").ValueKind);
            await back[i].CallAsync("RestoreChat", new { messages = held[i] });
        }

        await using var late = await HubSocket.ConnectAsync(_server);
        Assert.Equal("waiting", await late.KeptOutAsync("Late"));
        await using var again = await HubSocket.ConnectAsync(_server);
        var room = SnapshotOf(await again.EnterAsync("Anna", seat: back[0].LastSeat ?? seats[0]));
        Assert.Equal(["e4", "e5", "between us"], TextsOf(room));
        Assert.Equal(["Dora", "Clara"], room.GetProperty("participants").EnumerateArray().Where(who => who.GetProperty("hand").GetInt64() > 0)
            .OrderBy(who => who.GetProperty("hand").GetInt64()).Select(who => who.GetProperty("name").GetString()));

        // Lines name their authors as they are called now.
        Assert.Equal(
            ["Anna", "Boris", "Boris"],
            room.GetProperty("chat").EnumerateArray().Select(line => room.GetProperty("participants").EnumerateArray()
                .Single(who => who.GetProperty("id").GetString() == line.GetProperty("from").GetString()).GetProperty("name").GetString()));
        await using var clara = await HubSocket.ConnectAsync(_server);
        Assert.Equal(["e4", "e5"], TextsOf(SnapshotOf(await clara.EnterAsync("Clara", seat: seats[2]))));
        await Task.WhenAll(back.Concat(all).Select(hub => hub.DisposeAsync().AsTask()));
    }

    [Fact]
    public async Task Those_who_are_back_hear_of_lines_that_others_bring_and_of_each_once()
    {
        var (anna, boris) = (await HubSocket.ConnectAsync(_server), await HubSocket.ConnectAsync(_server));
        var seats = (SeatOf(await anna.EnterAsync("Anna")), SeatOf(await boris.EnterAsync("Boris")));
        await anna.DoAsync(1, "send-chat", text: "one");
        await anna.DoAsync(2, "send-chat", text: "two");
        var lines = await HeardUntilAsync(anna, 2);
        await RestartAsync();
        await using var annaBack = await HubSocket.ConnectAsync(_server);
        await using var borisBack = await HubSocket.ConnectAsync(_server);
        await annaBack.EnterAsync("Anna", seat: seats.Item1);
        await borisBack.EnterAsync("Boris", seat: seats.Item2);
        await annaBack.DoAsync(1, "send-chat", text: "three");
        await annaBack.CallAsync("RestoreChat", new { messages = lines.Take(1) });
        await borisBack.CallAsync("RestoreChat", new { messages = lines });
        await borisBack.CallAsync("RestoreChat", new { messages = lines });
        await annaBack.DoAsync(2, "send-chat", text: "four");
        foreach (var hub in new[] { annaBack, borisBack })
        {
            Assert.Equal(["three"], Texts(await hub.NextUpdateAsync("room", IsChat)));
            Assert.Equal(["one"], Texts(await hub.NextUpdateAsync("room", IsChat)));
            Assert.Equal(["two"], Texts(await hub.NextUpdateAsync("room", IsChat)));
            Assert.Equal(["four"], Texts(await hub.NextUpdateAsync("room", IsChat)));
        }

        await using var late = await HubSocket.ConnectAsync(_server);
        Assert.Equal(["one", "two", "three", "four"], TextsOf(SnapshotOf(await late.EnterAsync("Late"))));
        await anna.DisposeAsync();
        await boris.DisposeAsync();
    }

    [Fact]
    public async Task What_was_changed_made_up_or_said_elsewhere_does_not_come_back()
    {
        var anna = await HubSocket.ConnectAsync(_server);
        var seat = SeatOf(await anna.EnterAsync("Anna"));
        await anna.DoAsync(1, "send-chat", text: "genuine");
        var line = Assert.Single(await HeardUntilAsync(anna, 1));
        await using var elsewhere = await HubSocket.ConnectAsync(_server);
        await elsewhere.EnterAsync("Anna", "Go");
        await elsewhere.DoAsync(1, "send-chat", text: "of another room");
        var foreign = Assert.Single(await HeardUntilAsync(elsewhere, 1));
        await RestartAsync();

        await using var back = await HubSocket.ConnectAsync(_server);
        await back.EnterAsync("Anna", seat: seat);
        var forgeries = new List<object> { foreign };
        foreach (var (member, value) in new (string, object)[]
        {
            ("text", "forged"), ("fromName", "Boris"), ("number", line.GetProperty("number").GetInt64() + 1), ("atMs", 1L), ("toName", "Boris"), ("proof", ""), ("proof", "AAAA"), ("proof", new string('!', line.GetProperty("proof").GetString()!.Length)),
            ("proof", foreign.GetProperty("proof").GetString()!), ("proof", FlipLast(line.GetProperty("proof").GetString()!)),
        })
        {
            forgeries.Add(line.EnumerateObject().ToDictionary(property => property.Name, property => property.Name == member ? value : property.Value));
        }

        await back.CallAsync("RestoreChat", new { messages = forgeries });
        await using var witness = await HubSocket.ConnectAsync(_server);
        Assert.Empty(TextsOf(SnapshotOf(await witness.EnterAsync("Witness"))));
        Assert.Equal("request-invalid", await back.RefusedAsync("RestoreChat", """{"messages":[null]}"""));
        Assert.Equal("request-invalid", await back.RefusedAsync("RestoreChat", """{"messages":[{"text":"forged"}]}"""));

        // The genuine line does, and in a room that nobody brought back it would not.
        await back.CallAsync("RestoreChat", new { messages = new[] { line } });
        Assert.Equal(["genuine"], Texts(await witness.NextUpdateAsync("room", IsChat)));
        await using var stranger = await HubSocket.ConnectAsync(_server);
        await stranger.EnterAsync("Anna", "Go");
        await stranger.CallAsync("RestoreChat", new { messages = new[] { foreign } });
        await using var there = await HubSocket.ConnectAsync(_server);
        Assert.Empty(TextsOf(SnapshotOf(await there.EnterAsync("Boris", "Go"))));
        await anna.DisposeAsync();
    }

    [Fact]
    public async Task Chat_that_was_cleared_stays_away_and_goes_again_when_one_who_knows_comes_back()
    {
        var (anna, eve) = (await HubSocket.ConnectAsync(_server), await HubSocket.ConnectAsync(_server));
        await anna.EnterAsync("Anna");
        var eveSeat = SeatOf(await eve.EnterAsync("Eve"));
        await anna.DoAsync(1, "send-chat", text: "a secret by mistake");
        await anna.DoAsync(2, "clear-chat");
        await anna.DoAsync(3, "send-chat", text: "good evening");
        var lines = await HeardUntilAsync(eve, 2);
        var annaSeat = (await anna.NextUpdateAsync("seat")).GetProperty("seat").GetString();
        await RestartAsync();

        // Eve hands in what she was told to forget, with a token from before she was told.
        await using var eveBack = await HubSocket.ConnectAsync(_server);
        await eveBack.EnterAsync("Eve", seat: eveSeat);
        await eveBack.CallAsync("RestoreChat", new { messages = lines });
        await using var annaBack = await HubSocket.ConnectAsync(_server);
        var room = SnapshotOf(await annaBack.EnterAsync("Anna", seat: annaSeat));
        Assert.Equal(["good evening"], TextsOf(room));
        Assert.Equal(["good evening"], TextsOf(await eveBack.NextUpdateAsync("snapshot")));
        await eveBack.CallAsync("RestoreChat", new { messages = lines });

        // What is cleared now takes all lines from before along, also those that nobody has handed in yet.
        await annaBack.DoAsync(1, "clear-chat");
        await eveBack.CallAsync("RestoreChat", new { messages = lines });
        await using var late = await HubSocket.ConnectAsync(_server);
        Assert.Empty(TextsOf(SnapshotOf(await late.EnterAsync("Late"))));
        await anna.DisposeAsync();
        await eve.DisposeAsync();
    }

    [Fact]
    public async Task Who_was_barred_is_out_again_as_soon_as_one_who_knows_is_back()
    {
        var (anna, eve, mallory) = (await HubSocket.ConnectAsync(_server), await HubSocket.ConnectAsync(_server), await HubSocket.ConnectAsync(_server));
        await anna.EnterAsync("Anna");
        var bad = await eve.EnterAsync("Eve");
        var worse = await mallory.EnterAsync("Mallory");
        await anna.DoAsync(1, "remove", IdOf(bad), flag: true);
        await anna.DoAsync(2, "remove", IdOf(worse), flag: true);
        var annaSeat = await SeatAfterAsync(anna, 2);
        await RestartAsync();

        await using var eveBack = await HubSocket.ConnectAsync(_server);
        await eveBack.EnterAsync("Eve", seat: SeatOf(bad));
        await using var annaBack = await HubSocket.ConnectAsync(_server);
        var room = SnapshotOf(await annaBack.EnterAsync("Anna", seat: annaSeat));
        Assert.Equal("removed", (await eveBack.NextEventAsync(heard => heard.Target == "closed")).Argument.GetProperty("reason").GetString());
        Assert.Equal("Anna", Assert.Single(room.GetProperty("participants").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal("barred", await eveBack.KeptOutAsync("Eve", seat: SeatOf(bad)));
        Assert.Equal("barred", await eveBack.KeptOutAsync("Mallory", seat: SeatOf(worse)));
        foreach (var hub in new[] { anna, eve, mallory })
        {
            await hub.DisposeAsync();
        }
    }

    [Fact]
    public async Task Places_in_the_lobby_come_back_in_order_past_a_password_that_nobody_knows_any_more()
    {
        var anna = await HubSocket.ConnectAsync(_server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { lobby = true });
        await anna.DoAsync(2, "set-password", text: "sesame");
        var seats = new List<string>();
        foreach (var name in new[] { "Boris", "Clara" })
        {
            await using var hub = await HubSocket.ConnectAsync(_server);
            Assert.Equal("waiting", await hub.KeptOutAsync(name, password: "sesame"));
            seats.Add(SeatOf(await hub.NextUpdateAsync("lobby")));
        }

        var annaSeat = await SeatAfterAsync(anna, 2);
        await RestartAsync();
        await using var clara = await HubSocket.ConnectAsync(_server);
        Assert.Equal("not-started", await clara.KeptOutAsync("Clara", seat: seats[1]));
        await using var annaBack = await HubSocket.ConnectAsync(_server);
        await annaBack.EnterAsync("Anna", seat: annaSeat);
        Assert.Equal("waiting", await clara.KeptOutAsync("Clara", seat: seats[1]));
        await using var boris = await HubSocket.ConnectAsync(_server);
        Assert.Equal("waiting", await boris.KeptOutAsync("Boris", seat: seats[0]));
        await using var stranger = await HubSocket.ConnectAsync(_server);
        Assert.Equal("password-required", await stranger.KeptOutAsync("Eve"));
        var queue = await annaBack.NextUpdateAsync("room", update => update.TryGetProperty("lobby", out var lobby) && lobby.GetArrayLength() == 2);
        Assert.Equal(["Boris", "Clara"], queue.GetProperty("lobby").EnumerateArray().Select(knocker => knocker.GetProperty("name").GetString()));
        await anna.DisposeAsync();
    }

    [Fact]
    public async Task Whoever_is_faster_than_the_owner_after_a_restart_owns_nothing_when_she_is_back()
    {
        var anna = await HubSocket.ConnectAsync(_server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { micAllowed = false, subject = "hers" });
        var seat = await SeatAfterAsync(anna, 1);
        await RestartAsync();

        await using var eve = await HubSocket.ConnectAsync(_server);
        var opener = await eve.EnterAsync("Eve");
        Assert.Equal("owner", RoleOf(opener));
        await eve.SetAsync(1, new { subject = "mine" });
        await eve.PublishAsync(mic: true, camera: true);
        await using var annaBack = await HubSocket.ConnectAsync(_server);
        var room = SnapshotOf(await annaBack.EnterAsync("Anna", seat: seat));
        Assert.Equal("hers", room.GetProperty("settings").GetProperty("subject").GetString());
        Assert.Equal("owner", room.GetProperty("you").GetProperty("role").GetString());
        Assert.Equal("not-allowed", await eve.RefusedAsync("Do", """{"id":2,"command":"end"}"""));
        Assert.Equal(Sfu.Media.Sources.Camera, _server.Media.PublishingOf[NumberOf(opener)]);
        await anna.DisposeAsync();
    }

    private static bool IsChat(JsonElement update) => HasMessage(update) || update.TryGetProperty("messages", out _);

    private static string[] Texts(JsonElement update) => update.TryGetProperty("message", out var one)
        ? [one.GetProperty("text").GetString()!]
        : [.. update.GetProperty("messages").EnumerateArray().Select(line => line.GetProperty("text").GetString()!)];

    private static string FlipLast(string proof) => proof[..^2] + (proof[^2] == 'A' ? 'B' : 'A') + proof[^1];

    /// <summary>The lines of chat she hears, as they came.</summary>
    private static async Task<List<JsonElement>> HeardUntilAsync(HubSocket hub, int lines)
    {
        var heard = new List<JsonElement>();
        while (heard.Count < lines)
        {
            heard.Add((await hub.NextUpdateAsync("room", HasMessage)).GetProperty("message"));
        }

        return heard;
    }

    /// <summary>The token she holds after so many were given to her.</summary>
    private static async Task<string> SeatAfterAsync(HubSocket hub, int tokens)
    {
        var seat = "";
        for (var i = 0; i < tokens; i++)
        {
            seat = SeatOf(await hub.NextUpdateAsync("seat"));
        }

        return seat;
    }

    private Task<RunningServer> StartAsync() => RunningServer.StartAsync($"--Sfu:DataDirectory={_folder.Path}");

    private async Task RestartAsync()
    {
        await _server.DisposeAsync();
        _server = await StartAsync();
    }
}
