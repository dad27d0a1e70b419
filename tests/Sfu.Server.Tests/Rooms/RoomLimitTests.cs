using System.Text.Json;
using Sfu.Rooms;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>What a room and its people can be filled with, up to the limit and one more: a polite problem, and the room goes on.</summary>
public sealed class RoomLimitTests
{
    private static readonly string[] NoPace = ["--Sfu:Limits:CallsPerSecond=100000", "--Sfu:Limits:CallBurst=100000"];

    [Theory]
    [InlineData("send-chat", "text", Limits.ChatChars)]
    [InlineData("message-lobby", "text", Limits.ReasonChars)]
    [InlineData("set-password", "text", Limits.PasswordChars)]
    public async Task Texts_of_commands_have_a_length(string command, string member, int most)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.CallAsync("Do", new Dictionary<string, object> { ["id"] = 1, ["command"] = command, [member] = new string('ü', most) });
        Assert.Equal("text-invalid", await anna.RefusedAsync("Do", JsonSerializer.Serialize(
            new Dictionary<string, object> { ["id"] = 2, ["command"] = command, [member] = new string('ü', most + 1) })));
        await anna.DoAsync(3, "raise-hand");
    }

    [Theory]
    [InlineData("subject", Limits.SubjectChars)]
    [InlineData("welcome", Limits.WelcomeChars)]
    [InlineData("moderatorMessage", Limits.WelcomeChars)]
    [InlineData("maxParticipants", Limits.MostParticipants)]
    [InlineData("durationMinutes", Limits.MostMinutes)]
    public async Task Settings_have_their_bounds(string setting, int most)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var isNumber = setting is "maxParticipants" or "durationMinutes";
        var settings = Settings(new { });
        settings[setting] = isNumber ? most : new string('x', most);
        await anna.CallAsync("Do", new { id = 1, command = "change-settings", settings });
        settings[setting] = isNumber ? most + 1 : new string('x', most + 1);
        Assert.Equal("text-invalid", await anna.RefusedAsync("Do", JsonSerializer.Serialize(new { id = 2, command = "change-settings", settings }, JsonSerializerOptions.Web)));
    }

    [Theory]
    [InlineData("http://club.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://name@club.example/")]
    [InlineData("long")]
    public async Task A_page_is_sent_only_to_an_https_address_of_bounded_length(string address)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var prefix = "https://club.example/";
        var settings = Settings(new { logoutAddress = prefix + new string('x', Limits.AddressChars - prefix.Length) });
        await anna.CallAsync("Do", new { id = 1, command = "change-settings", settings });
        settings["logoutAddress"] = address == "long" ? settings["logoutAddress"] + "x" : address;
        Assert.Equal("text-invalid", await anna.RefusedAsync("Do", JsonSerializer.Serialize(new { id = 2, command = "change-settings", settings }, JsonSerializerOptions.Web)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("棋")]
    [InlineData("\"")]
    public async Task Links_and_seats_hold_the_longest_settings_in_any_script(string letter)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        string Long(int chars) => string.Concat(Enumerable.Repeat(letter, chars));
        await anna.SetAsync(1, new { subject = Long(Limits.SubjectChars), welcome = Long(Limits.WelcomeChars), moderatorMessage = Long(Limits.WelcomeChars) });
        var link = await anna.LinkAsync("owner");
        var seat = SeatOf(await anna.NextUpdateAsync("seat"));
        Assert.InRange(Math.Max(link.Length, seat.Length), 1, Limits.TokenChars);
        await using var tab = await HubSocket.ConnectAsync(server);
        Assert.Equal(Long(Limits.WelcomeChars), SnapshotOf(await tab.EnterAsync("Anna", seat: seat, link: link)).GetProperty("settings").GetProperty("welcome").GetString());
        await using var eve = await HubSocket.ConnectAsync(server);
        Assert.Equal("link-invalid", await eve.KeptOutAsync("Eve", link: new string('A', Limits.TokenChars + 4)));
    }

    [Fact]
    public async Task Polls_have_a_number_options_and_lengths()
    {
        await using var server = await RunningServer.StartAsync(NoPace);
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var id = 0;
        Assert.Equal("text-invalid", await TryAsync(new string('x', Limits.PollTextChars + 1), 2));
        Assert.Equal("text-invalid", await TryAsync("?", 1));
        Assert.Equal("text-invalid", await TryAsync("?", Limits.PollOptions + 1));
        for (var i = 0; i < Limits.Polls; i++)
        {
            Assert.Equal("", await TryAsync(new string('x', Limits.PollTextChars), Limits.PollOptions));
        }

        Assert.Equal("limit-reached", await TryAsync("?", 2));

        async Task<string> TryAsync(string question, int options)
        {
            var poll = new { question, options = Enumerable.Range(0, options).Select(i => $"option {i}"), multiple = false, anonymous = false, live = true };
            var completion = await anna.CallRawAsync("Do", JsonSerializer.Serialize(new { id = ++id, command = "create-poll", poll }));
            return completion.GetProperty("result").TryGetProperty("problem", out var problem) ? problem.GetProperty("code").GetString()! : "";
        }
    }

    [Fact]
    public async Task Talking_has_a_pace_and_what_was_too_fast_may_be_said_again_later()
    {
        var time = new ShiftedTime();
        await using var server = await RunningServerTime.StartAsync(time, NoPace);
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var answers = new List<string>();
        for (var id = 1; answers.All(answer => answer.Length == 0) && id < 200; id++)
        {
            var completion = await anna.CallRawAsync("Do", $$"""{"id":{{id}},"command":"react","text":"👍"}""");
            answers.Add(completion.GetProperty("result").TryGetProperty("problem", out var problem) ? problem.GetProperty("code").GetString()! : "");
        }

        Assert.Equal("too-many-requests", answers[^1]);
        Assert.True(answers.Count > Limits.ActionBurst, $"{answers.Count}");
        time.Advance(TimeSpan.FromSeconds(1));
        await anna.CallAsync("Do", new { id = answers.Count, command = "react", text = "👍" });
        Assert.Equal("text-invalid", await anna.RefusedAsync("Do", JsonSerializer.Serialize(new { id = 500, command = "react", text = "👍" + new string('\u200d', Limits.EmojiChars) })));
    }

    [Fact]
    public async Task A_meeting_remembers_so_many_of_those_who_left()
    {
        await using var server = await RunningServer.StartAsync(NoPace);
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var guest = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        for (var i = 0; i < Limits.PeopleRemembered + 20; i++)
        {
            await guest.EnterAsync($"Visitor {i}");
            await guest.CallAsync("Leave", new { });
        }

        var names = (await anna.CallAsync("GetTalkTime", new { })).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()).ToArray();
        Assert.InRange(names.Length, Limits.PeopleRemembered, Limits.PeopleRemembered + 2);
        Assert.Contains("Anna", names);
        Assert.Contains($"Visitor {Limits.PeopleRemembered + 19}", names);
        Assert.DoesNotContain("Visitor 0", names);
    }

    [Fact]
    public async Task Barred_addresses_and_the_barred_in_a_token_have_a_number()
    {
        await using var server = await RunningServer.StartAsync(AddressFromQuery.Use, NoPace);
        await using var first = await HubSocket.ConnectAsync(server);
        await using var second = await HubSocket.ConnectAsync(server);
        await using var third = await HubSocket.ConnectAsync(server);
        var anna = first;
        var seat = SeatOf(await anna.EnterAsync("Anna"));
        for (var i = 0; i < Limits.BarredSeatsInToken; i++)
        {
            await BarAsync(i);
        }

        var some = await ReloadAsync(second);
        for (var i = Limits.BarredSeatsInToken; i < Limits.BarredAddresses + 1; i++)
        {
            await BarAsync(i);
        }

        // What travels in the token does not grow any more, and the address after the last one that fits is as free as any.
        Assert.InRange(await ReloadAsync(third), some - 32, some + 32);
        Assert.Equal("waiting", await TryFromAsync(0));
        Assert.Equal("waiting", await TryFromAsync(Limits.BarredAddresses - 1));
        Assert.Equal("", await TryFromAsync(Limits.BarredAddresses));

        static string From(int number) => $"address=198.18.{number / 250}.{(number % 250) + 1}";

        async Task BarAsync(int number)
        {
            await using var eve = await HubSocket.ConnectAsync(server, query: From(number));
            await anna.DoAsync(number + 1, "remove", IdOf(await eve.EnterAsync("Eve")), flag: true);
        }

        // Another connection takes her place over; answers how long the token is that it gets.
        async Task<int> ReloadAsync(HubSocket tab)
        {
            anna = tab;
            var token = SeatOf(await tab.EnterAsync("Anna", seat: seat));
            Assert.True(token.Length > seat.Length, "The token names nobody who is barred.");
            return token.Length;
        }

        async Task<string> TryFromAsync(int number)
        {
            await using var somebody = await HubSocket.ConnectAsync(server, query: From(number));
            var completion = await somebody.CallRawAsync("Join", JsonSerializer.Serialize(new { room = "Chess", name = "Somebody", videoSlots = 1 }));
            return completion.GetProperty("result").TryGetProperty("problem", out var problem) ? problem.GetProperty("code").GetString()! : "";
        }
    }

    [Theory]
    [InlineData("Chess", "name", Limits.DisplayNameGraphemes, "name-invalid")]
    [InlineData("room", "Anna", Limits.RoomNameGraphemes, "room-name-invalid")]
    public async Task Names_have_a_length(string room, string name, int most, string refusal)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var isRoom = refusal.StartsWith("room", StringComparison.Ordinal);
        string Long(int chars) => new('é', chars);
        Assert.Equal(refusal, await anna.KeptOutAsync(isRoom ? name : Long(most + 1), isRoom ? Long(most + 1) : room));
        await anna.EnterAsync(isRoom ? name : Long(most), isRoom ? Long(most) : room);
    }

    [Fact]
    public async Task A_lobby_has_a_size()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:LobbySize=2");
        await using var anna = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        await anna.SetAsync(1, new { lobby = true });
        var hubs = new List<HubSocket>();
        foreach (var expected in new[] { "waiting", "waiting", "lobby-full" })
        {
            hubs.Add(await HubSocket.ConnectAsync(server));
            Assert.Equal(expected, await hubs[^1].KeptOutAsync("Knocker"));
        }

        await Task.WhenAll(hubs.Select(hub => hub.DisposeAsync().AsTask()));
    }
}
