using System.Text.Json.Serialization;

namespace Sfu.Server.Contracts;

/// <summary>A room as one participant sees it. Later <see cref="RoomUpdate"/>s build on it.</summary>
/// <param name="Epoch">Changes when the room was closed, or the server restarted, meanwhile.</param>
/// <param name="Sequence">Number of the last update that is contained.</param>
/// <param name="Participants">Everybody, the receiver among them.</param>
/// <param name="You">What the receiver may do now.</param>
/// <param name="Chat">What she may read, oldest first.</param>
/// <param name="Lobby">Who waits, in order; empty for those who may not admit.</param>
/// <param name="EndsAtMs">Unix milliseconds; null without a duration.</param>
/// <param name="Restored">The epoch of the meeting before a restart of the server that goes on here: whoever holds chat of it calls <c>RestoreChat</c>.</param>
public sealed record RoomSnapshot(
    string Epoch,
    long Sequence,
    IReadOnlyList<ParticipantInfo> Participants,
    YouInfo You,
    RoomSettingsInfo Settings,
    bool HasPassword,
    IReadOnlyList<ChatMessage> Chat,
    IReadOnlyList<PollInfo> Polls,
    IReadOnlyList<KnockerInfo> Lobby,
    long? EndsAtMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Restored = null);

/// <summary>
/// One step of the room's log. Members that are there replace what the client holds; numbers grow but may leave gaps, since
/// not everything concerns everybody.
/// </summary>
/// <param name="Action">What a person did, for a notice; left out for what is not worth one.</param>
/// <param name="By">Id of who did it.</param>
/// <param name="Participant">Joined or changed.</param>
/// <param name="Left">Id of who left.</param>
/// <param name="Message">Append to the chat unless its number is there already.</param>
/// <param name="Messages">Lines from before a restart: put them into the chat by number unless they are there already.</param>
/// <param name="ChatCleared">Forget the chat.</param>
/// <param name="Poll">New or changed; replaces the poll of the same id.</param>
/// <param name="Lobby">Everybody who waits, in order.</param>
public sealed record RoomUpdate(
    long Sequence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ActionName? Action = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ParticipantInfo? Participant = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Left = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] YouInfo? You = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] RoomSettingsInfo? Settings = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? HasPassword = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? EndsAtMs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ChatMessage? Message = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? ChatCleared = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ReactionInfo? Reaction = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PollInfo? Poll = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<KnockerInfo>? Lobby = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ChatMessage>? Messages = null);

/// <summary>What a person did to another or to the room; with <see cref="RoomUpdate.By"/>.</summary>
public enum ActionName
{
    Joined,
    Left,
    Removed,
    Muted,
    CameraOff,
    ShareStopped,
    HandRaised,
    HandLowered,
    SpeakAllowed,
    SpeakWithdrawn,
    ModeratorMade,
    ModeratorTaken,
    OwnerMade,
    SettingsChanged,
    PasswordChanged,
    ChatCleared,
    PollCreated,
    PollClosed,
    Knocked,
}

/// <summary>What the receiver herself may do now. What is not said here follows from her role; see docs/permissions.md.</summary>
public sealed record YouInfo(RoleName Role, bool Mic, bool Camera, bool Screen, bool Chat, bool PrivateChat);

/// <param name="Number">Grows within the room.</param>
/// <param name="From">Id of the author; she may have left. <c>0</c>: somebody from before a restart who is not back.</param>
/// <param name="To">Id of the one reader; null: everybody.</param>
/// <param name="AtMs">Unix milliseconds.</param>
/// <param name="Proof">By which the server knows the line again after a restart; kept with the line, not shown.</param>
public sealed record ChatMessage(
    long Number, string From, string FromName, string? To, string? ToName, string Text, long AtMs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Proof = null);

public sealed record ReactionInfo(string ParticipantId, string Emoji);

/// <param name="Counts">Votes for each option; null while results are held back.</param>
/// <param name="Voters">Names for each option, for named polls whose counts are shown; otherwise null.</param>
/// <param name="Voted">How many have voted.</param>
/// <param name="YourChoices">What the receiver voted for; empty: not yet.</param>
public sealed record PollInfo(
    string Id,
    string Question,
    IReadOnlyList<string> Options,
    bool Multiple,
    bool Anonymous,
    bool Live,
    bool Closed,
    int Voted,
    IReadOnlyList<int> YourChoices,
    IReadOnlyList<int>? Counts,
    IReadOnlyList<PollVoters>? Voters);

public sealed record PollVoters(IReadOnlyList<string> Names);

public sealed record KnockerInfo(string Id, string Name, bool Guest, long SinceMs);

/// <summary>To somebody who waits: everything she ever hears of the room before she is let in.</summary>
/// <param name="Seat">Keeps the place in the lobby through a reload; with it <c>Join</c> is called again once admitted.</param>
/// <param name="Text">A message of the moderators, or the reason of a rejection; empty: none.</param>
public sealed record LobbyState(LobbyStateName State, string Seat, string Text);

public enum LobbyStateName
{
    Waiting,
    Admitted,
    Rejected,
    Closed,
}

/// <summary>A seat token to use from now on instead of the one before.</summary>
public sealed record SeatToken(string Seat);
