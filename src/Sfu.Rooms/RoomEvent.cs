namespace Sfu.Rooms;

/// <summary>What happened in a room. Applying all events in order to an empty room gives its state.</summary>
public abstract record RoomEvent
{
    private RoomEvent()
    {
    }

    public sealed record Joined(Participant Participant) : RoomEvent;

    public sealed record Left(uint Participant) : RoomEvent;

    public sealed record PublishingChanged(uint Participant, Publishing Publishing) : RoomEvent;
}
