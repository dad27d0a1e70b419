namespace Sfu.Rooms;

/// <summary>Who comes in, who waits, who stays out. Pure; part of <see cref="RoomState.Decide"/>.</summary>
internal static class Admission
{
    public static RoomDecision Decide(RoomState room, RoomCommand.Enter enter, Limits limits, long nowMs)
    {
        var entry = enter.Entry;
        if (room.Participants.ContainsKey(enter.Participant) || room.Participants.Values.Any(who => who.Seat == entry.Seat))
        {
            return RoomDecision.Refuse(RoomRefusal.AlreadyJoined);
        }

        if (room.BarredSeats.Contains(RoomState.SeatMark(entry.Seat)))
        {
            return RoomDecision.Refuse(RoomRefusal.Barred);
        }

        if (room.RejectedSeats.Contains(entry.Seat))
        {
            return RoomDecision.Refuse(RoomRefusal.Rejected);
        }

        // Whoever was let in by a person, may let in herself, or was in before, passes the door; a full room is full for all. A moderator
        // who has to knock needs another one to open.
        var passes = room.AdmittedSeats.Contains(entry.Seat) || entry.Returns || entry.Role == Role.Owner
            || (entry.Role == Role.Moderator && !(entry.MustKnock && room.Participants.Values.Any(who => who.IsModerator)));
        if (!passes && !entry.Waited && KeptOut(room, entry) is { } refusal and not RoomRefusal.None)
        {
            return RoomDecision.Refuse(refusal);
        }

        if (IsFull(room, limits))
        {
            return RoomDecision.Refuse(RoomRefusal.RoomFull);
        }

        return !passes && (room.Settings.Lobby || entry.MustKnock) ? Knock(room, enter, limits, nowMs) : Join(room, enter);
    }

    private static RoomRefusal KeptOut(RoomState room, Entry entry) =>
        entry.IsGuest && !room.Settings.GuestsAllowed ? RoomRefusal.GuestsNotAllowed
        : room.Settings.Locked ? RoomRefusal.RoomLocked
        : room.HasPassword && !entry.PasswordMatched ? RoomRefusal.PasswordRequired
        : RoomRefusal.None;

    private static bool IsFull(RoomState room, Limits limits)
    {
        var most = room.Settings.MaxParticipants == 0 ? limits.ParticipantsPerRoom : Math.Min(room.Settings.MaxParticipants, limits.ParticipantsPerRoom);
        return room.Participants.Count >= most;
    }

    private static RoomDecision Knock(RoomState room, RoomCommand.Enter enter, Limits limits, long nowMs)
    {
        if (room.Lobby.Any(knocker => knocker.Seat == enter.Entry.Seat))
        {
            return RoomDecision.Accept();
        }

        return room.Lobby.Length >= limits.LobbySize
            ? RoomDecision.Refuse(RoomRefusal.LobbyFull)
            : RoomDecision.Accept(new RoomEvent.Knocked(new Knocker(
                enter.Participant, enter.Name, enter.Entry.Seat, enter.Entry.IsGuest, enter.Entry.SinceMs is 0 ? nowMs : Math.Min(enter.Entry.SinceMs, nowMs))));
    }

    /// <summary>Mic and camera are off at entry, whatever the client says: it has to ask after joining.</summary>
    private static RoomDecision Join(RoomState room, RoomCommand.Enter enter) => RoomDecision.AcceptAll(
    [
        .. room.Lobby.Where(knocker => knocker.Seat == enter.Entry.Seat).Select(knocker => new RoomEvent.KnockerLeft(knocker.Number)),
        new RoomEvent.Joined(Newcomer(enter)),
    ]);

    private static Participant Newcomer(RoomCommand.Enter enter) => new(enter.Participant, enter.Name, default)
    {
        Seat = enter.Entry.Seat,
        Role = enter.Entry.Role,
        IsGuest = enter.Entry.IsGuest,
        Hand = enter.Entry.Hand,
        MaySpeak = enter.Entry.MaySpeak,
        OwnsByOpening = enter.Entry.OwnsByOpening,
    };
}
