using Microsoft.Extensions.DependencyInjection;
using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Links;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-11: nobody is in a room unseen, whatever she came with, the operator neither. Who may do what is in <c>PermissionTests</c>.</summary>
[Trait("PRV", "11")]
public sealed class Prv11RoleTests
{
    [Theory]
    [InlineData(Role.Guest)]
    [InlineData(Role.Participant)]
    [InlineData(Role.Moderator)]
    [InlineData(Role.Owner)]
    public async Task Whoever_comes_in_is_announced_and_listed(Role role)
    {
        await using var server = await RunningServer.StartAsync();
        await using var first = await HubSocket.ConnectAsync(server);
        await using var second = await HubSocket.ConnectAsync(server);
        await first.EnterAsync("First");
        var link = server.Services.GetRequiredService<Tokens>().Link("chess", role, 0, RoomSettings.Default);
        var joined = await second.EnterAsync("Second", link: link);
        Assert.Equal(IdOf(joined), (await first.NextEventAsync("participantJoined")).GetProperty("id").GetString());
        await using var third = await HubSocket.ConnectAsync(server);
        var roster = SnapshotOf(await third.EnterAsync("Third")).GetProperty("participants").EnumerateArray().Select(one => one.GetProperty("name").GetString());
        Assert.Equal(["First", "Second", "Third"], roster.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_has_the_operators_code_is_announced_like_anybody()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Rooms:Creation=code");
        var code = server.Services.GetRequiredService<TokenSigner>().CreatorCode;
        await using var first = await HubSocket.ConnectAsync(server);
        await using var second = await HubSocket.ConnectAsync(server);
        await first.CallAsync("Join", new { room = "Chess", name = "First", videoSlots = 1, code });
        await first.CallAsync("SetView", new { items = Array.Empty<object>() });
        await second.CallAsync("Join", new { room = "Chess", name = "Second", videoSlots = 1, code });
        Assert.Equal("Second", (await first.NextEventAsync("participantJoined")).GetProperty("name").GetString());
    }

    [Fact]
    public void No_word_of_the_protocol_hides_anybody()
    {
        var words = typeof(IServerMethods).Assembly.GetTypes().Where(type => type.Namespace == typeof(IServerMethods).Namespace)
            .SelectMany(type => type.GetMembers().Select(member => type.Name + "." + member.Name)).ToArray();
        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.DoesNotMatch("(?i)hidden|invisible|unseen|stealth|observer|silent|impersonat|superuser", word));
    }
}
