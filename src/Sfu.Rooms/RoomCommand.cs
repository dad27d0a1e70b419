using System.Collections.Immutable;
using Sfu.Rooms.Names;

namespace Sfu.Rooms;

/// <summary>What somebody in a room can do besides sending media. The hub's list of commands is the same, checked by a test.</summary>
public enum RoomAction
{
    RaiseHand,
    LowerHand,
    React,
    SendChat,
    ClearChat,
    Admit,
    AdmitAll,
    Reject,
    MessageLobby,
    Mute,
    MuteAll,
    CameraOff,
    CameraOffAll,
    StopShare,
    Remove,
    MakeModerator,
    TakeModerator,
    AllowSpeak,
    WithdrawSpeak,
    ChangeSettings,
    SetPassword,
    CreatePoll,
    Vote,
    ClosePoll,
    End,
}

/// <summary>What somebody wants of a room. Decided by <see cref="RoomState.Decide"/>.</summary>
public abstract record RoomCommand
{
    private RoomCommand()
    {
    }

    /// <summary>Comes in, or knocks where the room says so.</summary>
    public sealed record Enter(uint Participant, DisplayName Name, Entry Entry) : RoomCommand;

    public sealed record Leave(uint Participant) : RoomCommand;

    /// <summary>Lost her connection, or has one again.</summary>
    public sealed record SetConnected(uint Participant, bool IsConnected) : RoomCommand;

    /// <summary>A knocker goes away.</summary>
    public sealed record StopKnocking(uint Knocker) : RoomCommand;

    public sealed record SetPublishing(uint Participant, Publishing Publishing) : RoomCommand;

    /// <summary>Somebody acts. <paramref name="Target"/> 0: nobody in particular.</summary>
    public sealed record Act(uint Actor, RoomAction Action, uint Target = 0) : RoomCommand
    {
        public string Text { get; init; } = "";

        public bool Flag { get; init; }

        public ImmutableArray<int> Choices { get; init; } = [];

        public PollDraft? Poll { get; init; }

        public RoomSettings? Settings { get; init; }
    }

    /// <summary>The room goes on after a restart, as the token of somebody says who was there.</summary>
    /// <param name="Settings">Null where hers are not the newest or she does not moderate.</param>
    /// <param name="ChatClearedUpTo">Number of the last line that moderators had cleared away.</param>
    /// <param name="TakesOver">The first who moderated that meeting is here: whoever opened the room before her owns nothing.</param>
    /// <param name="Barred">Seats barred before, by their beginnings.</param>
    public sealed record Restore(
        RoomSettings? Settings, bool HasPassword, bool TakesOver = false, long ChatClearedUpTo = 0, ImmutableArray<string> Barred = default) : RoomCommand;

    /// <summary>Lines from before a restart, proven to be this server's.</summary>
    public sealed record RestoreChat(ImmutableArray<ChatLine> Lines) : RoomCommand;

    /// <summary>Time passes.</summary>
    public sealed record Tick : RoomCommand;
}
