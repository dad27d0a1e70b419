using System.Collections.Immutable;

namespace Sfu.Rooms;

/// <summary>Why a room says no.</summary>
public enum RoomRefusal
{
    None,
    RoomFull,
    AlreadyJoined,
    NotJoined,
    RoomLocked,
    PasswordRequired,
    GuestsNotAllowed,
    LobbyFull,
    Barred,
    Rejected,
    NotAllowed,
    TargetGone,
    TextInvalid,
    RequestInvalid,
    LimitReached,
}

/// <summary>What comes of a command: events, or a refusal and none. No events and no refusal means there was nothing to change.</summary>
public readonly record struct RoomDecision(RoomRefusal Refusal, ImmutableArray<RoomEvent> Events)
{
    internal static RoomDecision Refuse(RoomRefusal refusal) => new(refusal, []);

    internal static RoomDecision AcceptAll(IEnumerable<RoomEvent> events) => new(RoomRefusal.None, [.. events]);

    internal static RoomDecision Accept(params ReadOnlySpan<RoomEvent> events) => new(RoomRefusal.None, [.. events]);
}
