namespace Sfu.Server.Contracts;

/// <param name="Role">Her rights now.</param>
/// <param name="Guest">Came by a guest link; stays whatever her role becomes.</param>
/// <param name="Hand">0: down; otherwise the smaller the earlier raised.</param>
/// <param name="MaySpeak">Was allowed to speak in a room where one asks.</param>
/// <param name="Reconnecting">Lost her connection and has a minute to come back.</param>
public sealed record ParticipantInfo(
    string Id,
    string Name,
    bool Mic,
    bool Camera,
    bool Screen,
    bool ScreenAudio,
    RoleName Role,
    bool Guest,
    long Hand,
    bool MaySpeak,
    bool Reconnecting);

public sealed record ParticipantLeft(string ParticipantId);

/// <summary>What every slot of the receiver carries now: always the full state.</summary>
public sealed record SlotsState(IReadOnlyList<SlotState> Slots);

/// <param name="Mid">The slot's media section in the offer.</param>
/// <param name="ParticipantId">Whose source it carries; null while the slot is empty.</param>
public sealed record SlotState(string Mid, string? ParticipantId, SourceName Kind);

public enum SourceName
{
    Mic,
    Camera,
    Screen,
    ScreenAudio,
}

/// <summary>Who speaks right now, loudest first.</summary>
public sealed record SpeakersState(IReadOnlyList<string> ParticipantIds);

/// <summary>The participation has ended and the server has forgotten it.</summary>
/// <param name="By">Name of who did it, where somebody did.</param>
public sealed record Closed(ClosedReason Reason, string? By = null);

public enum ClosedReason
{
    Left,
    MediaTimeout,
    ServerStopping,

    /// <summary>A moderator removed her.</summary>
    Removed,

    /// <summary>A moderator ended the meeting.</summary>
    Ended,

    /// <summary>The room's duration is over.</summary>
    TimeOver,

    /// <summary>The same seat is used by another connection now.</summary>
    Replaced,
}
