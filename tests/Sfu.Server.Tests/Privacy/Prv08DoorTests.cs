using System.Net;
using Sfu.Server.Links;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-08: a password that is slow to guess, a lock, and pages that do not tell whether a room exists.</summary>
[Trait("PRV", "08")]
public sealed class Prv08DoorTests
{
    [Fact]
    public async Task Guessing_ends_at_a_limit_after_which_even_the_right_password_is_not_told()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Limits:PasswordAttempts=4");
        await using var owner = await HubSocket.ConnectAsync(server);
        await using var guesser = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "Owner");
        await owner.DoAsync(1, "set-password", text: "sesame");
        var answers = new List<string>();
        foreach (var guess in new[] { "a", "b", "c", "d", "e", "sesame" })
        {
            answers.Add(await guesser.RefusedAsync("Join", $$"""{"room":"Chess","name":"Guesser","videoSlots":1,"password":"{{guess}}"}"""));
        }

        Assert.Equal([.. Enumerable.Repeat("password-wrong", 4), "too-many-attempts", "too-many-attempts"], answers);
        Assert.Equal(1, server.Hall.ParticipantCount);
    }

    [Fact]
    public async Task The_password_is_in_nothing_the_server_says()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await using var guest = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "Owner");
        await owner.DoAsync(1, "set-password", text: "MarkerSesame");
        await guest.CallAsync("Join", new { room = "Chess", name = "Guest", videoSlots = 1, password = "MarkerSesame" });
        await guest.CallAsync("SetView", new { items = Array.Empty<object>() });
        Assert.All(owner.Heard.Concat(guest.Heard), message => Assert.DoesNotContain("MarkerSesame", message, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void It_is_kept_as_a_salted_hash_only()
    {
        var password = new RoomPassword("MarkerSesame");
        Assert.True(password.Matches("MarkerSesame"));
        Assert.False(password.Matches("markersesame"));
        var fields = typeof(RoomPassword).GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Public);
        Assert.All(fields, field => Assert.Equal(typeof(byte[]), field.FieldType));
        var again = new RoomPassword("MarkerSesame");
        Assert.All(fields, field => Assert.NotEqual((byte[])field.GetValue(password)!, (byte[])field.GetValue(again)!));
    }

    [Fact]
    public async Task A_locked_room_lets_nobody_new_in()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await using var late = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "Owner");
        await owner.SetAsync(1, new { locked = true });
        Assert.Equal("room-locked", await late.RefusedAsync("Join", """{"room":"Chess","name":"Late","videoSlots":1}"""));
    }

    [Fact]
    public async Task The_page_of_a_room_that_exists_is_that_of_one_that_does_not()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "Owner");
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post })
        {
            Assert.Equal(await DescribeAsync(server, method, "/nobody-is-here"), await DescribeAsync(server, method, "/Chess"));
        }
    }

    private static async Task<string> DescribeAsync(RunningServer server, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await server.Http.SendAsync(request);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        Assert.NotEqual(HttpStatusCode.InternalServerError, answer.StatusCode);
        return $"{answer.StatusCode}\n{string.Join('\n', headers.Order(StringComparer.Ordinal))}\n{await answer.Content.ReadAsStringAsync()}";
    }
}
