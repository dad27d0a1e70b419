using Sfu.Rooms;
using Sfu.Server.Contracts;

namespace Sfu.Server.Conference;

/// <summary>What the rules refuse, in the words of the contract, and a sentence for developers for each.</summary>
internal static class Refusals
{
    public static ProblemCode CodeOf(RoomRefusal refusal) => refusal switch
    {
        RoomRefusal.RoomFull => ProblemCode.RoomFull,
        RoomRefusal.AlreadyJoined => ProblemCode.AlreadyJoined,
        RoomRefusal.NotJoined => ProblemCode.NotJoined,
        RoomRefusal.RoomLocked => ProblemCode.RoomLocked,
        RoomRefusal.PasswordRequired => ProblemCode.PasswordRequired,
        RoomRefusal.GuestsNotAllowed => ProblemCode.GuestsNotAllowed,
        RoomRefusal.LobbyFull => ProblemCode.LobbyFull,
        RoomRefusal.Barred => ProblemCode.Barred,
        RoomRefusal.Rejected => ProblemCode.Rejected,
        RoomRefusal.NotAllowed => ProblemCode.NotAllowed,
        RoomRefusal.TargetGone => ProblemCode.TargetGone,
        RoomRefusal.TextInvalid => ProblemCode.TextInvalid,
        RoomRefusal.LimitReached => ProblemCode.LimitReached,
        _ => ProblemCode.RequestInvalid,
    };

    public static string Explain(ProblemCode code) => code switch
    {
        ProblemCode.RoomFull => "The room has as many participants as it may have.",
        ProblemCode.ServerFull => "The server has as many rooms or participants as it may have, is overloaded, or is stopping.",
        ProblemCode.AlreadyJoined => "This participant is in the room already.",
        ProblemCode.NotJoined => "This connection is in no room.",
        ProblemCode.TooManyRequests => "Too many calls; wait a second.",
        ProblemCode.Waiting => "The room has a lobby: lobby events follow.",
        ProblemCode.LobbyFull => "Too many people wait already.",
        ProblemCode.RoomLocked => "Nobody new may come in.",
        ProblemCode.PasswordRequired => "The room has a password.",
        ProblemCode.PasswordWrong => "That is not the password.",
        ProblemCode.TooManyAttempts => "Too many wrong attempts from this address; wait five minutes.",
        ProblemCode.CodeRequired => "Opening a room needs the creator code.",
        ProblemCode.CodeWrong => "That is not the creator code.",
        ProblemCode.LinkRequired => "This server lets in by link only.",
        ProblemCode.LinkInvalid => "The link was not made by this server for this room.",
        ProblemCode.LinkExpired => "The link has expired.",
        ProblemCode.SeatInvalid => "The seat token was not made by this server for this room, or its seat is gone.",
        ProblemCode.GuestsNotAllowed => "The room takes no guests.",
        ProblemCode.NotStarted => "Nobody who may open the room is there yet.",
        ProblemCode.Barred => "A moderator has barred this seat from the meeting.",
        ProblemCode.Rejected => "A moderator has rejected this seat.",
        ProblemCode.NotAllowed => "The role does not allow this; see docs/permissions.md.",
        ProblemCode.TargetGone => "The participant, knocker or poll is not there.",
        ProblemCode.TextInvalid => "A text is empty, too long or malformed.",
        ProblemCode.LimitReached => "The room holds as many of these as it may.",
        _ => "The argument does not fit the contract; see docs/protocol.md.",
    };
}
