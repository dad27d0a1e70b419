namespace Sfu.Server.Contracts;

public sealed record ParticipantInfo(string Id, string Name, bool Mic, bool Camera, bool Screen, bool ScreenAudio);

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
public sealed record Closed(ClosedReason Reason);

public enum ClosedReason
{
    Left,
    MediaTimeout,
    ServerStopping,
}
