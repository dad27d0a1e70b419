namespace Sfu.Rooms;

/// <summary>Chat and polls. Pure; part of <see cref="RoomState.Decide"/>.</summary>
internal static class Conversation
{
    public static RoomDecision Send(RoomState room, Participant author, RoomCommand.Act act, long nowMs)
    {
        if (!MessageText.TryParse(act.Text, Limits.ChatChars, mayBeEmpty: false, out var text))
        {
            return RoomDecision.Refuse(RoomRefusal.TextInvalid);
        }

        Participant? reader = null;
        if (act.Target != 0 && !room.Participants.TryGetValue(act.Target, out reader))
        {
            return RoomDecision.Refuse(RoomRefusal.TargetGone);
        }

        // Numbers by time: those of a meeting that goes on after a restart are larger than those before, and no gap tells of private lines.
        var number = Math.Max(room.LastChatNumber + 1, nowMs);
        var line = new ChatLine(number, author.Number, author.Name.Value, reader?.Number ?? 0, reader?.Name.Value ?? "", text, nowMs)
        {
            FromSeat = author.Seat,
            ToSeat = reader?.Seat ?? "",
        };
        return RoomDecision.Accept(new RoomEvent.ChatSent(line));
    }

    /// <summary>What is not there yet, was not cleared away, and fits among the newest.</summary>
    public static RoomDecision Restore(RoomState room, RoomCommand.RestoreChat restore)
    {
        var known = room.Chat.Select(line => line.Number).ToHashSet();
        var back = restore.Lines.Where(line => line.Number > room.ChatClearedUpTo && known.Add(line.Number)).ToArray();
        var oldest = room.Chat.Select(line => line.Number).Concat(back.Select(line => line.Number)).OrderDescending().Take(Limits.ChatHistory).DefaultIfEmpty().Min();
        back = [.. back.Where(line => line.Number >= oldest).OrderBy(line => line.Number)];
        return back.Length == 0 ? RoomDecision.Accept() : RoomDecision.Accept(new RoomEvent.ChatRestored([.. back]));
    }

    public static RoomDecision CreatePoll(RoomState room, RoomCommand.Act act)
    {
        if (act.Poll is not { } draft)
        {
            return RoomDecision.Refuse(RoomRefusal.RequestInvalid);
        }

        if (!draft.TryClean(out var cleaned))
        {
            return RoomDecision.Refuse(RoomRefusal.TextInvalid);
        }

        return room.Polls.Count >= Limits.Polls
            ? RoomDecision.Refuse(RoomRefusal.LimitReached)
            : RoomDecision.Accept(new RoomEvent.PollCreated(act.Actor, new Poll(room.LastPoll + 1, cleaned)));
    }

    public static RoomDecision Vote(RoomState room, Participant voter, RoomCommand.Act act)
    {
        if (!room.Polls.TryGetValue(act.Target, out var poll) || poll.IsClosed)
        {
            return RoomDecision.Refuse(RoomRefusal.TargetGone);
        }

        if (!poll.Accepts(act.Choices))
        {
            return RoomDecision.Refuse(RoomRefusal.RequestInvalid);
        }

        var name = poll.Draft.Anonymous ? "" : voter.Name.Value;
        return RoomDecision.Accept(new RoomEvent.Voted(act.Actor, poll.Id, voter.Seat, new Vote(name, act.Choices)));
    }

    public static RoomDecision ClosePoll(RoomState room, RoomCommand.Act act)
    {
        if (!room.Polls.TryGetValue(act.Target, out var poll))
        {
            return RoomDecision.Refuse(RoomRefusal.TargetGone);
        }

        return poll.IsClosed ? RoomDecision.Accept() : RoomDecision.Accept(new RoomEvent.PollClosed(act.Actor, poll.Id));
    }
}
