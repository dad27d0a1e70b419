namespace Sfu.Server.Contracts;

/// <param name="Room">Room name as in the address, decoded.</param>
/// <param name="Name">Display name, shown to the others.</param>
/// <param name="VideoSlots">How many videos the page can show at once; rounded up to 1, 4, 9, 16 or 25.</param>
/// <param name="KeepSeat">The client holds on to the seat token and comes back with it: a lost connection leaves the seat reconnecting for 60 s.</param>
/// <param name="Seat">The seat token got last for this room, if any.</param>
/// <param name="Link">The token of a signed link, from the address after <c>#k=</c>.</param>
/// <param name="Code">The creator code, where the server asks for one to open a room.</param>
/// <param name="Password">The room's password.</param>
public sealed record JoinRequest(
    string Room,
    string Name,
    int VideoSlots,
    bool KeepSeat = false,
    string? Seat = null,
    string? Link = null,
    string? Code = null,
    string? Password = null);

/// <param name="ParticipantId">The caller's own id.</param>
/// <param name="Offer">The server's SDP offer; answered once by <see cref="IServerMethods.Answer"/>.</param>
/// <param name="Participants">Everybody else in the room.</param>
/// <param name="AudioSlots">Mids of the audio slots in the offer.</param>
/// <param name="VideoSlots">Mids of the video slots in the offer.</param>
/// <param name="Seat">The caller's seat token: keeps identity, role, hand and settings through reload and restart. Replaced by <c>seat</c> events.</param>
/// <param name="Snapshot">The room as the caller sees it.</param>
public sealed record JoinResult(
    string ParticipantId,
    string Offer,
    IReadOnlyList<ParticipantInfo> Participants,
    IReadOnlyList<string> AudioSlots,
    IReadOnlyList<string> VideoSlots,
    string Seat,
    RoomSnapshot Snapshot);

/// <summary>A connection takes over a seat whose media still flows.</summary>
/// <param name="Seat">The seat token got last.</param>
/// <param name="Epoch">The epoch of the snapshot the client builds on.</param>
/// <param name="Sequence">The last sequence number it saw.</param>
public sealed record ResumeRequest(string Seat, string Epoch, long Sequence);

/// <param name="Seat">A fresh seat token.</param>
/// <param name="Updates">What was missed, in order; empty when <paramref name="Snapshot"/> is there.</param>
/// <param name="Snapshot">The whole room, when the missed updates are not kept any more.</param>
public sealed record ResumeResult(string Seat, IReadOnlyList<RoomUpdate> Updates, RoomSnapshot? Snapshot);

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

/// <param name="ComesBack">
/// The page goes away, closed or loaded again, and does not know which: the seat waits a short while instead of the long one for lost connections.
/// </param>
public sealed record LeaveRequest(bool ComesBack = false);

/// <param name="Role">At most the caller's own role; only an owner makes owner links.</param>
/// <param name="ExpiresInMinutes">0: the link does not expire.</param>
public sealed record LinkRequest(RoleName Role, int ExpiresInMinutes);

/// <param name="Token">Goes behind <c>/{room}#k=</c>, where no server log and no referrer sees it.</param>
public sealed record LinkResult(string Token);

/// <param name="Messages">Lines as they came, oldest first; several calls where they do not fit into one message of the hub.</param>
public sealed record RestoreChatRequest(IReadOnlyList<ChatMessage> Messages);

public sealed record TalkTimeRequest;

/// <param name="Items">Everybody who was in the room since it opened, longest talk time first.</param>
public sealed record TalkTimeResult(IReadOnlyList<TalkTimeItem> Items);

public sealed record TalkTimeItem(string ParticipantId, string Name, bool Present, int SpokeMs);
