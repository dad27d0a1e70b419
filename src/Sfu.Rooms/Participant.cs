using Sfu.Rooms.Names;

namespace Sfu.Rooms;

/// <summary>Sources, either those a participant says she sends or those she may send. The media engine drops the others at ingress.</summary>
public readonly record struct Publishing(bool Mic, bool Camera, bool Screen, bool ScreenAudio)
{
    public static Publishing operator &(Publishing a, Publishing b) =>
        new(a.Mic && b.Mic, a.Camera && b.Camera, a.Screen && b.Screen, a.ScreenAudio && b.ScreenAudio);

    public static Publishing operator |(Publishing a, Publishing b) =>
        new(a.Mic || b.Mic, a.Camera || b.Camera, a.Screen || b.Screen, a.ScreenAudio || b.ScreenAudio);

    public static Publishing operator ~(Publishing a) => new(!a.Mic, !a.Camera, !a.Screen, !a.ScreenAudio);
}

/// <summary>Rights, weakest first. A guest who is made moderator stays marked as one.</summary>
public enum Role
{
    Guest,
    Participant,
    Moderator,
    Owner,
}

/// <summary>One person in a room as the others see her. <paramref name="Number"/> is unique in the process and never used again.</summary>
/// <param name="Publishing">What is let through: never more than her role, the settings and the moderators allow.</param>
public sealed record Participant(uint Number, DisplayName Name, Publishing Publishing)
{
    /// <summary>What she said last. A source that was stopped opens again only after she has said off and then on.</summary>
    public Publishing Asked { get; init; }

    /// <summary>Who she is across connections; one seat is in a room once.</summary>
    public string Seat { get; init; } = "";

    public Role Role { get; init; } = Role.Participant;

    public bool IsGuest { get; init; }

    /// <summary>Owns the room only as the first in, which counts for nothing when the meeting before a restart goes on in it.</summary>
    public bool OwnsByOpening { get; init; }

    /// <summary>0: down; otherwise the earlier raised the smaller.</summary>
    public long Hand { get; init; }

    public bool MaySpeak { get; init; }

    public bool IsConnected { get; init; } = true;

    public bool IsModerator => Role >= Role.Moderator;
}

/// <summary>Somebody before the door.</summary>
public sealed record Knocker(uint Number, DisplayName Name, string Seat, bool IsGuest, long SinceMs);

/// <summary>What somebody who wants to come in has shown of herself; the server has checked it.</summary>
/// <param name="Seat">Who she is.</param>
/// <param name="Role">What her link, code or seat gives her.</param>
/// <param name="PasswordMatched">She knew the password.</param>
/// <param name="Returns">She was in this room before the server restarted: lobby, lock and password are behind her.</param>
/// <param name="MustKnock">She waits even without a lobby: somebody was barred who came from where she comes from.</param>
/// <param name="Hand">The raised hand she comes back with; 0: none.</param>
/// <param name="Waited">She was before this door before the server restarted, which is past lock and password.</param>
/// <param name="OwnsByOpening">She owns the room for no other reason than that she opened it.</param>
/// <param name="SinceMs">Since when she waits; 0: since now.</param>
public sealed record Entry(
    string Seat, Role Role, bool IsGuest, bool PasswordMatched = false, bool Returns = false, bool MustKnock = false, long Hand = 0, bool MaySpeak = false,
    bool Waited = false, long SinceMs = 0, bool OwnsByOpening = false);
