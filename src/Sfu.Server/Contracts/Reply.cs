using System.Text.Json.Serialization;

namespace Sfu.Server.Contracts;

/// <summary>The answer to every hub call: either a value or a problem, never both and never an exception.</summary>
public sealed record Reply<T>(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] T? Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Problem? Problem)
    where T : class;

/// <summary>Why a call was refused. Clients translate the code; the detail is one English sentence for developers.</summary>
public sealed record Problem(ProblemCode Code, string Detail);

/// <summary>The closed list of refusals; a new one is a change of the protocol.</summary>
public enum ProblemCode
{
    RequestInvalid,
    RoomNameInvalid,
    NameInvalid,
    RoomFull,
    ServerFull,
    NotJoined,
    AlreadyJoined,
    AnswerInvalid,
    TooManyRequests,

    /// <summary>She waits in the lobby now; <c>lobby</c> events follow.</summary>
    Waiting,
    LobbyFull,
    RoomLocked,
    PasswordRequired,
    PasswordWrong,

    /// <summary>Too many wrong passwords or codes from this address.</summary>
    TooManyAttempts,
    CodeRequired,
    CodeWrong,
    LinkRequired,
    LinkInvalid,
    LinkExpired,
    SeatInvalid,
    GuestsNotAllowed,

    /// <summary>The link lets in only while somebody who may open the room is there.</summary>
    NotStarted,
    Barred,
    Rejected,
    NotAllowed,
    TargetGone,
    TextInvalid,
    LimitReached,
}

/// <summary>The value of a call that has nothing to say but that it worked.</summary>
public sealed record Done;
