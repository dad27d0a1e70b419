using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Links;

namespace Sfu.Server.Conference;

/// <summary>The half of a room that goes on after a restart of the server, from what those who were there bring along.</summary>
internal sealed partial class Room
{
    /// <summary>The epoch of the meeting before a restart that goes on here; null otherwise.</summary>
    public string? Restored { get; private set; }

    /// <summary>Somebody who moderated that meeting is, or was, back.</summary>
    private bool _isTakenOver;

    /// <summary>Lines of chat that clients hold from before the restart; only what this server gave out then comes back.</summary>
    public void RestoreChat(IReadOnlyList<ChatMessage> handedIn)
    {
        // Checking is slow, and what it depends on does not change.
        if (Restored is { } epoch && services.ReadChat(this, epoch, handedIn) is { IsEmpty: false } lines)
        {
            lock (_lock)
            {
                Apply(_state.Decide(new RoomCommand.RestoreChat(lines), services.Limits));
            }
        }
    }

    /// <summary>
    /// Somebody of that meeting is here: the settings of the moderator who has the newest hold, and what anybody knows to be cleared or
    /// barred is. Called under the lock.
    /// </summary>
    private List<Farewell> Restore(SeatClaim claim)
    {
        var takesOver = claim.Role >= Role.Moderator && !_isTakenOver;
        _isTakenOver |= takesOver;
        Restored = claim.Epoch;
        var setsRoom = takesOver || (!_state.SettingsTouched && claim.Role >= Role.Moderator && claim.Revision >= Revision);
        Revision = setsRoom ? claim.Revision : Revision;
        var before = _state;
        var decision = _state.Decide(
            new RoomCommand.Restore(setsRoom ? claim.Settings : null, setsRoom && claim.HasPassword && Password is null, takesOver, claim.ChatClearedUpTo, [.. claim.Barred ?? []]),
            services.Limits);
        Apply(decision);
        return [.. decision.Events.SelectMany(happened => FarewellsOf(happened, before))];
    }
}
