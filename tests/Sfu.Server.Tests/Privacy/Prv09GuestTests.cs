using Microsoft.Extensions.DependencyInjection;
using Sfu.Rooms;
using Sfu.Server.Links;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-09: anybody comes without an account under any name; who came by a guest link is marked so, and cannot shake that off.</summary>
[Trait("PRV", "09")]
public sealed class Prv09GuestTests
{
    [Fact]
    public async Task No_account_no_mail_no_number_a_name_of_any_kind_is_enough()
    {
        await using var server = await RunningServer.StartAsync();
        await using var somebody = await HubSocket.ConnectAsync(server);
        await somebody.JoinAsync("Chess", "☂ pseudonym");
        var wanted = typeof(Sfu.Server.Contracts.JoinRequest).GetConstructors().Single().GetParameters().Where(parameter => !parameter.HasDefaultValue).Select(parameter => parameter.Name);
        Assert.Equal(["Room", "Name", "VideoSlots"], wanted);
    }

    [Fact]
    public async Task A_guest_is_marked_as_one_for_everybody_and_stays_one_as_moderator_and_after_coming_back()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "Owner");
        var link = server.Services.GetRequiredService<Tokens>().Link("chess", Role.Guest, 0, RoomSettings.Default);
        string seat;
        await using (var guest = await HubSocket.ConnectAsync(server))
        {
            seat = (await JoinAsync(guest, new { room = "Chess", name = "Owner", videoSlots = 1, link })).GetProperty("seat").GetString()!;
            var seen = await owner.NextEventAsync("participantJoined");
            Assert.True(seen.GetProperty("guest").GetBoolean());
            await owner.DoAsync(1, "make-moderator", seen.GetProperty("id").GetString());
            var made = await owner.NextEventAsync("participantChanged");
            Assert.Equal(("moderator", true), (made.GetProperty("role").GetString(), made.GetProperty("guest").GetBoolean()));
            seat = (await guest.NextUpdateAsync("seat")).GetProperty("seat").GetString()!;
            await guest.CallAsync("Leave", new { });
        }

        await owner.NextEventAsync("participantLeft");
        await using var again = await HubSocket.ConnectAsync(server);
        await JoinAsync(again, new { room = "Chess", name = "Owner", videoSlots = 1, seat });
        Assert.True((await owner.NextEventAsync("participantJoined")).GetProperty("guest").GetBoolean());
    }

    [Fact]
    public async Task Nobody_writes_her_own_mark()
    {
        await using var server = await RunningServer.StartAsync();
        await using var owner = await HubSocket.ConnectAsync(server);
        await owner.JoinAsync("Chess", "Owner");
        await using var forger = await HubSocket.ConnectAsync(server);
        var strange = new Tokens(new TokenSigner(new byte[32]), TimeProvider.System);
        Assert.Equal("link-invalid", await forger.RefusedAsync("Join", $$"""{"room":"Chess","name":"F","videoSlots":1,"link":"{{strange.Link("chess", Role.Owner, 0, RoomSettings.Default)}}"}"""));
        Assert.Equal("request-invalid", await forger.RefusedAsync("Join", """{"room":"Chess","name":"F","videoSlots":1,"role":"owner"}"""));
        Assert.Equal("request-invalid", await forger.RefusedAsync("Join", """{"room":"Chess","name":"F","videoSlots":1,"guest":false}"""));
    }

    private static async Task<System.Text.Json.JsonElement> JoinAsync(HubSocket hub, object request)
    {
        var joined = await hub.CallAsync("Join", request);
        await hub.CallAsync("SetView", new { items = Array.Empty<object>() });
        return joined;
    }
}
