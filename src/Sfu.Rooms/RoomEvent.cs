using System.Collections.Immutable;

namespace Sfu.Rooms;

/// <summary>What happened in a room, and who did it. Applying all events in order to an opened room gives its state.</summary>
/// <param name="By">0: nobody, a rule.</param>
public abstract record RoomEvent(uint By)
{
    public sealed record Joined(Participant Participant) : RoomEvent(Participant.Number);

    public sealed record Left(uint Participant) : RoomEvent(Participant);

    public sealed record ConnectionChanged(uint Participant, bool IsConnected) : RoomEvent(Participant);

    public sealed record PublishingChanged(uint Participant, Publishing Asked, Publishing Publishing) : RoomEvent(Participant);

    /// <summary>Sources were closed by somebody else or by a rule; <paramref name="Publishing"/> is what is left.</summary>
    public sealed record SourcesStopped(uint By, uint Participant, Publishing Publishing, RoomAction Reason) : RoomEvent(By);

    public sealed record Knocked(Knocker Knocker) : RoomEvent(0);

    public sealed record KnockerLeft(uint Knocker) : RoomEvent(0);

    public sealed record Admitted(uint By, Knocker Knocker) : RoomEvent(By);

    public sealed record Rejected(uint By, Knocker Knocker, string Reason) : RoomEvent(By);

    public sealed record LobbyMessaged(uint By, string Text) : RoomEvent(By);

    public sealed record HandChanged(uint By, uint Participant, long Hand) : RoomEvent(By);

    public sealed record MaySpeakChanged(uint By, uint Participant, bool MaySpeak) : RoomEvent(By);

    public sealed record RoleChanged(uint By, uint Participant, Role Role) : RoomEvent(By);

    public sealed record Removed(uint By, Participant Participant, bool Barred) : RoomEvent(By);

    public sealed record SettingsChanged(uint By, RoomSettings Settings) : RoomEvent(By);

    public sealed record PasswordChanged(uint By, bool HasPassword) : RoomEvent(By);

    public sealed record ChatSent(ChatLine Line) : RoomEvent(Line.From);

    /// <summary>Lines up to this number are gone, and none of them comes back.</summary>
    public sealed record ChatCleared(uint By, long UpTo) : RoomEvent(By);

    /// <summary>Lines from before a restart are back.</summary>
    public sealed record ChatRestored(ImmutableArray<ChatLine> Lines) : RoomEvent(0);

    /// <summary>Seats barred before a restart, by their beginnings.</summary>
    public sealed record BarsRestored(ImmutableArray<string> Seats) : RoomEvent(0);

    public sealed record Reacted(uint Participant, string Emoji) : RoomEvent(Participant);

    public sealed record PollCreated(uint By, Poll Poll) : RoomEvent(By);

    public sealed record Voted(uint By, uint Poll, string Seat, Vote Vote) : RoomEvent(By);

    public sealed record PollClosed(uint By, uint Poll) : RoomEvent(By);

    /// <summary>The room is over for everybody.</summary>
    public sealed record Ended(uint By) : RoomEvent(By);
}
