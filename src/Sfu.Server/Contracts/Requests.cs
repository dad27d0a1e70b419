namespace Sfu.Server.Contracts;

/// <param name="Room">Room name as in the address, decoded.</param>
/// <param name="Name">Display name, shown to the others.</param>
/// <param name="VideoSlots">How many videos the page can show at once; rounded up to 1, 4, 9, 16 or 25.</param>
public sealed record JoinRequest(string Room, string Name, int VideoSlots);

/// <param name="ParticipantId">The caller's own id.</param>
/// <param name="Offer">The server's SDP offer; answered once by <see cref="IServerMethods.Answer"/>.</param>
/// <param name="Participants">Everybody else in the room.</param>
/// <param name="AudioSlots">Mids of the audio slots in the offer.</param>
/// <param name="VideoSlots">Mids of the video slots in the offer.</param>
public sealed record JoinResult(
    string ParticipantId,
    string Offer,
    IReadOnlyList<ParticipantInfo> Participants,
    IReadOnlyList<string> AudioSlots,
    IReadOnlyList<string> VideoSlots);

public sealed record AnswerRequest(string Sdp);

/// <summary>What the participant sends from now on; the server drops packets of every other source.</summary>
public sealed record PublishingRequest(bool Mic, bool Camera, bool Screen, bool ScreenAudio);

/// <param name="Items">The videos the page shows, most important first; the whole list every time.</param>
public sealed record ViewRequest(IReadOnlyList<ViewItem> Items);

/// <param name="Width">Width in device pixels at which the video is shown.</param>
/// <param name="Height">Height in device pixels at which the video is shown.</param>
public sealed record ViewItem(string ParticipantId, ViewKind Kind, int Width, int Height);

public enum ViewKind
{
    Camera,
    Screen,
}

public sealed record RestartIceRequest;

/// <param name="Offer">The same offer with new ICE credentials; answered by <see cref="IServerMethods.Answer"/>.</param>
public sealed record RestartIceResult(string Offer);

public sealed record LeaveRequest;
