using Sfu.Rooms.Names;

namespace Sfu.Rooms;

/// <summary>What somebody wants of a room. Decided by <see cref="RoomState.Decide"/>.</summary>
public abstract record RoomCommand
{
    private RoomCommand()
    {
    }

    public sealed record Join(uint Participant, DisplayName Name) : RoomCommand;

    public sealed record Leave(uint Participant) : RoomCommand;

    public sealed record SetPublishing(uint Participant, Publishing Publishing) : RoomCommand;
}
