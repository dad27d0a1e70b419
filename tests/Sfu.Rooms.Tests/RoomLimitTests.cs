namespace Sfu.Rooms.Tests;

/// <summary>Whatever people do for however long, a room stays as small as its limits say.</summary>
public sealed class RoomLimitTests
{
    [Fact]
    public void Chat_forgets_the_oldest_line()
    {
        var room = People.OneOfEach();
        for (var i = 0; i < Limits.ChatHistory + 50; i++)
        {
            room = People.Run(room, new RoomCommand.Act(People.Owner, RoomAction.SendChat) { Text = $"line {i}" });
        }

        Assert.Equal((Limits.ChatHistory, "line 50"), (room.Chat.Length, room.Chat[0].Text));
    }

    [Fact]
    public void Barred_rejected_and_admitted_seats_forget_the_oldest()
    {
        var room = People.OneOfEach(new RoomSettings { Lobby = true });
        for (var i = 0u; i < Limits.BarredSeats + 20; i++)
        {
            room = People.Run(room, People.Enter(100 + (3 * i)), People.Enter(101 + (3 * i)));
            room = People.Run(
                room,
                new RoomCommand.Act(People.Owner, RoomAction.Reject, 100 + (3 * i)),
                new RoomCommand.Act(People.Owner, RoomAction.Admit, 101 + (3 * i)),
                People.Enter(102 + (3 * i), Role.Moderator),
                new RoomCommand.Act(People.Owner, RoomAction.Remove, 102 + (3 * i)) { Flag = true });
        }

        Assert.Equal(
            (Limits.BarredSeats, Limits.BarredSeats, Limits.BarredSeats), (room.BarredSeats.Length, room.RejectedSeats.Length, room.AdmittedSeats.Length));
    }

    [Fact]
    public void Replies_are_kept_for_so_many_commands()
    {
        var memory = new CommandMemory<long>(-1);
        for (var id = 1L; id <= Limits.KeptResults + 1; id++)
        {
            memory.Once(id, () => id * 10, _ => true);
        }

        Assert.Equal(20, memory.Once(2, () => throw new InvalidOperationException(), _ => true));
        Assert.Equal(-1, memory.Once(1, () => throw new InvalidOperationException(), _ => true));
    }
}
