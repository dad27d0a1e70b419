namespace Sfu.Server.Contracts;

/// <summary>
/// One thing somebody in the room wants. Which members a command needs is said at its name; the others are left out.
/// </summary>
/// <param name="Id">Chosen by the client, 1, 2, 3 and so on for a seat; the same id again gives the first reply and does nothing more.</param>
/// <param name="Target">Id of a participant, knocker or poll.</param>
/// <param name="Text">Chat message, reaction, reason, password.</param>
/// <param name="Choices">Indices of the options voted for.</param>
public sealed record CommandRequest(
    long Id,
    CommandName Command,
    string? Target = null,
    string? Text = null,
    bool? Flag = null,
    IReadOnlyList<int>? Choices = null,
    PollRequest? Poll = null,
    RoomSettingsInfo? Settings = null);

public enum CommandName
{
    /// <summary>Nothing else needed.</summary>
    RaiseHand,

    /// <summary><c>target</c>: whose; without it one's own.</summary>
    LowerHand,

    /// <summary><c>text</c>: one emoji.</summary>
    React,

    /// <summary><c>text</c>; with <c>target</c> only she reads it.</summary>
    SendChat,
    ClearChat,

    /// <summary><c>target</c>: the knocker.</summary>
    Admit,
    AdmitAll,

    /// <summary><c>target</c>: the knocker; <c>text</c>: the reason, may be left out.</summary>
    Reject,

    /// <summary><c>text</c>: read by everybody who waits.</summary>
    MessageLobby,

    /// <summary><c>target</c>.</summary>
    Mute,

    /// <summary>Everybody but moderators.</summary>
    MuteAll,

    /// <summary><c>target</c>.</summary>
    CameraOff,

    /// <summary>Everybody but moderators.</summary>
    CameraOffAll,

    /// <summary><c>target</c>.</summary>
    StopShare,

    /// <summary><c>target</c>; <c>flag</c>: also bar from this meeting.</summary>
    Remove,

    /// <summary><c>target</c>.</summary>
    MakeModerator,

    /// <summary><c>target</c>.</summary>
    TakeModerator,

    /// <summary><c>target</c>; lowers her hand.</summary>
    AllowSpeak,

    /// <summary><c>target</c>; mutes her when the room's mode is not free.</summary>
    WithdrawSpeak,

    /// <summary><c>settings</c>: all of them.</summary>
    ChangeSettings,

    /// <summary><c>text</c>: the new password; without it there is none any more.</summary>
    SetPassword,

    /// <summary><c>poll</c>.</summary>
    CreatePoll,

    /// <summary><c>target</c>: the poll; <c>choices</c>. Voting again replaces one's vote.</summary>
    Vote,

    /// <summary><c>target</c>: the poll.</summary>
    ClosePoll,

    /// <summary>Ends the meeting for everybody.</summary>
    End,
}

/// <param name="Multiple">Several options may be chosen.</param>
/// <param name="Anonymous">Nobody learns who voted for what.</param>
/// <param name="Live">Results are shown while the poll is open; otherwise when it is closed.</param>
public sealed record PollRequest(string Question, IReadOnlyList<string> Options, bool Multiple, bool Anonymous, bool Live);

/// <summary>Settings of a room. The allowances concern participants and guests; moderators may always.</summary>
/// <param name="Lobby">Newcomers wait until a moderator admits them.</param>
/// <param name="Locked">Nobody new comes in.</param>
/// <param name="GuestsAllowed">Guest links let in.</param>
/// <param name="WebcamsOnlyForModerator">Cameras of participants are sent to moderators only.</param>
/// <param name="MuteOnStart">Pages join with the mic off whatever their visitor chose before.</param>
/// <param name="TalkTimeForAll">Everybody may see the talk times, not only moderators.</param>
/// <param name="MaxParticipants">0: the server's limit.</param>
/// <param name="DurationMinutes">Counted from the room's opening; 0: no end.</param>
/// <param name="ModeratorMessage">Sent to moderators only; empty for everybody else.</param>
/// <param name="LogoutAddress">Where the page goes after leaving; empty or an https address.</param>
public sealed record RoomSettingsInfo(
    bool Lobby,
    bool Locked,
    bool GuestsAllowed,
    bool MicAllowed,
    bool CameraAllowed,
    bool ScreenAllowed,
    bool ChatAllowed,
    bool PrivateChatAllowed,
    bool WebcamsOnlyForModerator,
    bool MuteOnStart,
    bool TalkTimeForAll,
    SpeakingModeName Speaking,
    int MaxParticipants,
    int DurationMinutes,
    string Subject,
    string Welcome,
    string ModeratorMessage,
    string LogoutAddress);

/// <summary>Who may open her mic: everybody; whoever was allowed after raising a hand; moderators only (also cameras and screens).</summary>
public enum SpeakingModeName
{
    Free,
    Ask,
    Listeners,
}

public enum RoleName
{
    Guest,
    Participant,
    Moderator,
    Owner,
}
