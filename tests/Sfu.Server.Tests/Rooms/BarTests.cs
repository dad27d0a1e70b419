using System.Net;
using System.Text.Json;
using Sfu.Rooms;
using Sfu.Server.Limiting;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>Somebody who was removed comes back: with her seat, without it, from the same house as others.</summary>
public sealed class BarTests
{
    private const string Club = "address=192.0.2.7";

    [Fact]
    public async Task A_barred_one_who_throws_her_seat_away_has_to_knock_and_so_has_whoever_comes_from_there_but_nobody_else()
    {
        await using var server = await RunningServer.StartAsync(AddressFromQuery.Use);
        await using var anna = await HubSocket.ConnectAsync(server, query: Club);
        await using var boris = await HubSocket.ConnectAsync(server, query: Club);
        await using var eve = await HubSocket.ConnectAsync(server, query: Club);
        await anna.EnterAsync("Anna");
        var member = await boris.EnterAsync("Boris");
        var bad = await eve.EnterAsync("Eve");
        await anna.DoAsync(1, "remove", IdOf(bad), flag: true);
        Assert.Equal("barred", await eve.KeptOutAsync("Eve", seat: SeatOf(bad)));
        Assert.Equal("waiting", await eve.KeptOutAsync("Somebody else entirely"));
        var queue = (await anna.NextUpdateAsync("room", update => ActionOf(update) == "knocked")).GetProperty("lobby");
        Assert.Equal("Somebody else entirely", queue[0].GetProperty("name").GetString());

        // Who was inside stays, also through a reload; from elsewhere the room is as open as it was.
        await using var reloaded = await HubSocket.ConnectAsync(server, query: Club);
        Assert.Equal(IdOf(member), IdOf(await reloaded.EnterAsync("Boris", seat: SeatOf(member))));
        await using var clara = await HubSocket.ConnectAsync(server, query: "address=192.0.2.8");
        await clara.EnterAsync("Clara");
        await using var local = await HubSocket.ConnectAsync(server);
        await local.EnterAsync("Local");

        // Another club member is let in by a moderator, an owner's link needs nobody, and other rooms know nothing of it.
        await using var dora = await HubSocket.ConnectAsync(server, query: Club);
        Assert.Equal("waiting", await dora.KeptOutAsync("Dora"));
        var waiting = (await anna.NextUpdateAsync("room", update => update.TryGetProperty("lobby", out var lobby) && lobby.GetArrayLength() == 2)).GetProperty("lobby");
        await anna.DoAsync(2, "admit", waiting[1].GetProperty("id").GetString());
        await dora.EnterAsync("Dora", seat: SeatOf(await dora.NextUpdateAsync("lobby", Is("admitted"))));
        await using var second = await HubSocket.ConnectAsync(server, query: Club);
        Assert.Equal("owner", RoleOf(await second.EnterAsync("Anna at home", link: await anna.LinkAsync("owner"))));
        await using var go = await HubSocket.ConnectAsync(server, query: Club);
        await go.EnterAsync("Eve", "Go");
    }

    [Fact]
    public async Task A_barred_moderator_does_not_come_back_by_her_link()
    {
        await using var server = await RunningServer.StartAsync(AddressFromQuery.Use);
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var eve = await HubSocket.ConnectAsync(server, query: "address=2001:db8::1");
        await anna.EnterAsync("Anna");
        var link = await anna.LinkAsync("moderator");
        var bad = await eve.EnterAsync("Eve", link: link);
        await anna.DoAsync(1, "remove", IdOf(bad), flag: true);
        await using var again = await HubSocket.ConnectAsync(server, query: "address=2001:db8::ffff");
        Assert.Equal("waiting", await again.KeptOutAsync("Eve", link: link));
        await using var neighbour = await HubSocket.ConnectAsync(server, query: "address=2001:db8:0:1::1");
        Assert.Equal("moderator", RoleOf(await neighbour.EnterAsync("Dora", link: link)));
    }

    [Fact]
    public async Task Who_was_removed_but_not_barred_may_come_again()
    {
        await using var server = await RunningServer.StartAsync(AddressFromQuery.Use);
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var eve = await HubSocket.ConnectAsync(server, query: Club);
        await anna.EnterAsync("Anna");
        var joined = await eve.EnterAsync("Eve");
        await anna.DoAsync(1, "remove", IdOf(joined));
        await eve.EnterAsync("Eve", seat: SeatOf(joined));
    }

    [Fact]
    public async Task Joins_from_one_address_meet_a_limit_and_other_addresses_do_not_feel_it()
    {
        await using var server = await RunningServer.StartAsync(AddressFromQuery.Use, "--Sfu:Limits:JoinsPerAddressPerMinute=3");
        await using var eve = await HubSocket.ConnectAsync(server, query: "address=2001:db8::1");
        for (var i = 0; i < 3; i++)
        {
            await eve.EnterAsync("Eve");
            await eve.CallAsync("Leave", new { });
        }

        Assert.Equal("too-many-requests", await eve.KeptOutAsync("Eve"));
        await using var sameHouse = await HubSocket.ConnectAsync(server, query: "address=2001:db8::2");
        Assert.Equal("too-many-requests", await sameHouse.KeptOutAsync("Eve"));
        await using var elsewhere = await HubSocket.ConnectAsync(server, query: "address=192.0.2.1");
        await elsewhere.EnterAsync("Anna");
        for (var i = 0; i < 5; i++)
        {
            await using var local = await HubSocket.ConnectAsync(server);
            await local.EnterAsync("Behind a proxy");
        }
    }

    /// <summary>Each guess is counted when it has been checked; so many and no more can be under way before the first is counted.</summary>
    [Fact]
    public void Guesses_in_parallel_are_bounded_for_one_address_and_room_and_the_bound_is_freed_again()
    {
        var checks = new AtOnceLimit(Limits.PasswordChecksAtOnce);
        var (eve, anna) = (IPAddress.Parse("2001:db8::1"), IPAddress.Parse("192.0.2.1"));
        var entered = 0;
        Parallel.For(0, 200, _ => Interlocked.Add(ref entered, checks.TryEnter(eve, "chess") ? 1 : 0));
        Assert.Equal(Limits.PasswordChecksAtOnce, entered);
        Assert.False(checks.TryEnter(IPAddress.Parse("2001:db8::2"), "chess"));
        Assert.True(checks.TryEnter(anna, "chess") && checks.TryEnter(eve, "go") && checks.TryEnter(null, "chess"));
        checks.Exit(eve, "chess");
        Assert.True(checks.TryEnter(eve, "chess"));
        Assert.False(checks.TryEnter(eve, "chess"));
    }

    private static Func<JsonElement, bool> Is(string state) => told => told.GetProperty("state").GetString() == state;
}
