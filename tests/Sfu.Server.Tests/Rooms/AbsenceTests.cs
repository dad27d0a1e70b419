using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sfu.Server.Tests.Support;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Rooms;

/// <summary>How long a place waits for whoever is away.</summary>
public sealed class AbsenceTests
{
    [Fact]
    public async Task A_page_that_goes_away_is_awaited_for_seconds_and_a_lost_connection_for_a_minute()
    {
        var time = new ShiftedTime();
        await using var server = await RunningServer.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var lost = await HubSocket.ConnectAsync(server);
        await using var closed = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var waiting = IdOf(await lost.EnterAsync("Boris"));
        var gone = IdOf(await closed.EnterAsync("Clara"));
        lost.Abort();
        await closed.CallAsync("Leave", new { comesBack = true });
        closed.Abort();
        for (var away = 0; away < 2; away++)
        {
            await anna.NextEventAsync(heard => heard.Target == "participantChanged" && heard.Argument.GetProperty("reconnecting").GetBoolean());
        }

        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(gone, (await anna.NextEventAsync("participantLeft")).GetProperty("participantId").GetString());
        time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(waiting, (await anna.NextEventAsync("participantLeft")).GetProperty("participantId").GetString());
    }

    [Fact]
    public async Task A_page_that_was_loaded_again_has_the_long_patience_again()
    {
        var time = new ShiftedTime();
        await using var server = await RunningServer.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)));
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var before = await HubSocket.ConnectAsync(server);
        await using var after = await HubSocket.ConnectAsync(server);
        await anna.EnterAsync("Anna");
        var joined = await before.EnterAsync("Boris");
        await before.CallAsync("Leave", new { comesBack = true });
        before.Abort();
        Assert.Equal(IdOf(joined), IdOf(await after.EnterAsync("Boris", seat: SeatOf(joined))));
        after.Abort();
        await anna.NextEventAsync(heard => heard.Target == "participantChanged" && heard.Argument.GetProperty("reconnecting").GetBoolean());

        time.Advance(TimeSpan.FromSeconds(11));
        await anna.DoAsync(1, "send-chat", text: "still here?");
        await anna.NextUpdateAsync("room", HasMessage);
        Assert.Equal(2, server.Hall.ParticipantCount);
    }
}
