namespace Sfu.Client.Hub;

// The hub's records as this client needs them; the server's own are in Sfu.Server.Contracts, which a client does not load.

internal sealed record HubReply<T>(T? Value, HubProblem? Problem);

internal sealed record HubProblem(string Code, string Detail);

internal sealed record JoinRequest(string Room, string Name, int VideoSlots);

internal sealed record JoinResult(
    string ParticipantId, string Offer, IReadOnlyList<ParticipantInfo> Participants, IReadOnlyList<string> AudioSlots, IReadOnlyList<string> VideoSlots);

internal sealed record AnswerRequest(string Sdp);

internal sealed record PublishingRequest(bool Mic, bool Camera, bool Screen, bool ScreenAudio);

internal sealed record ViewRequest(IReadOnlyList<ViewItem> Items);

internal sealed record Empty;

internal sealed record SlotsState(IReadOnlyList<SlotState> Slots);

internal sealed record SlotState(string Mid, string? ParticipantId, string Kind);

internal sealed record SpeakersState(IReadOnlyList<string> ParticipantIds);

internal sealed record ParticipantLeft(string ParticipantId);

internal sealed record ClosedEvent(string Reason);

/// <summary>Somebody in the room and what they publish.</summary>
public sealed record ParticipantInfo(string Id, string Name, bool Mic, bool Camera, bool Screen, bool ScreenAudio);

/// <summary>A video this participant wants to see: <paramref name="Kind"/> is <c>camera</c> or <c>screen</c>, the size in pixels.</summary>
public sealed record ViewItem(string ParticipantId, string Kind, int Width, int Height);
