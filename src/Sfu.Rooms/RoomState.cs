using System.Collections.Immutable;

namespace Sfu.Rooms;

/// <summary>
/// A room at one moment. Immutable: <see cref="Decide"/> turns a command into events without changing anything,
/// <see cref="Apply"/> gives the state after an event. Whoever holds the current state serialises the two.
/// </summary>
public sealed record RoomState
{
    private RoomState()
    {
    }

    public ImmutableSortedDictionary<uint, Participant> Participants { get; private init; } = ImmutableSortedDictionary<uint, Participant>.Empty;

    /// <summary>Those before the door, in the order of their coming.</summary>
    public ImmutableArray<Knocker> Lobby { get; private init; } = [];

    /// <summary>Seats that were let in and have not come yet.</summary>
    public ImmutableArray<string> AdmittedSeats { get; private init; } = [];

    /// <summary>By <see cref="SeatMark"/>, oldest first.</summary>
    public ImmutableArray<string> BarredSeats { get; private init; } = [];

    public ImmutableArray<string> RejectedSeats { get; private init; } = [];

    public RoomSettings Settings { get; private init; } = RoomSettings.Default;

    /// <summary>True after a person has changed the settings here; until then they are those the room was opened with.</summary>
    public bool SettingsTouched { get; private init; }

    public bool HasPassword { get; private init; }

    public ImmutableArray<ChatLine> Chat { get; private init; } = [];

    public long LastChatNumber { get; private init; }

    /// <summary>Lines up to this number were cleared away and stay away.</summary>
    public long ChatClearedUpTo { get; private init; }

    public ImmutableSortedDictionary<uint, Poll> Polls { get; private init; } = ImmutableSortedDictionary<uint, Poll>.Empty;

    public uint LastPoll { get; private init; }

    public string LobbyMessage { get; private init; } = "";

    /// <summary>Of the next raised hand.</summary>
    public long NextHand { get; private init; } = 1;

    /// <summary>Rooms that anybody may open have no other owner than the first; when the last moderator goes, the next in age follows.</summary>
    public bool HasSuccession { get; private init; }

    public long OpenedAtMs { get; private init; }

    public bool HasEnded { get; private init; }

    /// <summary>Number of events applied so far.</summary>
    public long Sequence { get; private init; }

    public bool IsEmpty => Participants.IsEmpty;

    public long? EndsAtMs => Settings.DurationMinutes == 0 ? null : OpenedAtMs + (Settings.DurationMinutes * 60_000L);

    /// <summary>The beginning of a seat: enough to know it again, too little to be taken for it.</summary>
    public static string SeatMark(string seat) => seat[..Math.Min(seat.Length, 16)];

    public static RoomState Open(RoomSettings settings, long nowMs = 0, bool hasSuccession = false, bool hasPassword = false) =>
        new() { Settings = settings, OpenedAtMs = nowMs, HasSuccession = hasSuccession, HasPassword = hasPassword };

    public RoomDecision Decide(RoomCommand command, Limits limits, long nowMs = 0) => HasEnded
        ? RoomDecision.Refuse(RoomRefusal.NotJoined)
        : command switch
        {
            RoomCommand.Enter enter => Admission.Decide(this, enter, limits, nowMs),
            RoomCommand.Leave leave => Participants.ContainsKey(leave.Participant)
                ? RoomDecision.AcceptAll(AfterLeaving(leave.Participant, new RoomEvent.Left(leave.Participant)))
                : RoomDecision.Refuse(RoomRefusal.NotJoined),
            RoomCommand.SetConnected set => DecideConnected(set),
            RoomCommand.StopKnocking stop => Lobby.Any(knocker => knocker.Number == stop.Knocker)
                ? RoomDecision.Accept(new RoomEvent.KnockerLeft(stop.Knocker))
                : RoomDecision.Refuse(RoomRefusal.NotJoined),
            RoomCommand.SetPublishing set => DecidePublishing(set),
            RoomCommand.Act act => Actions.Decide(this, act, nowMs),
            RoomCommand.Restore restore => RoomDecision.AcceptAll(Restoring(restore)),
            RoomCommand.RestoreChat restore => Conversation.Restore(this, restore),
            RoomCommand.Tick => EndsAtMs is { } end && nowMs >= end && !IsEmpty
                ? RoomDecision.Accept(new RoomEvent.Ended(0))
                : RoomDecision.Accept(),
            _ => throw new ArgumentOutOfRangeException(nameof(command)),
        };

    public RoomState Apply(RoomEvent happened)
    {
        var next = happened switch
        {
            RoomEvent.Joined joined => this with
            {
                Participants = Participants.Add(joined.Participant.Number, joined.Participant),
                AdmittedSeats = AdmittedSeats.Remove(joined.Participant.Seat),
                NextHand = Math.Max(NextHand, joined.Participant.Hand + 1),
            },
            RoomEvent.Left left => Without(left.Participant),
            RoomEvent.Removed removed => Without(removed.Participant.Number) with
            {
                BarredSeats = removed.Barred ? Remember(BarredSeats, SeatMark(removed.Participant.Seat)) : BarredSeats,
            },
            RoomEvent.ConnectionChanged changed => With(changed.Participant, who => who with { IsConnected = changed.IsConnected }),
            RoomEvent.PublishingChanged changed => With(changed.Participant, who => who with { Asked = changed.Asked, Publishing = changed.Publishing }),
            RoomEvent.SourcesStopped stopped => With(stopped.Participant, who => who with { Publishing = stopped.Publishing }),
            RoomEvent.HandChanged changed => With(changed.Participant, who => who with { Hand = changed.Hand }) with
            {
                NextHand = Math.Max(NextHand, changed.Hand + 1),
            },
            RoomEvent.MaySpeakChanged changed => With(changed.Participant, who => who with { MaySpeak = changed.MaySpeak }),
            RoomEvent.RoleChanged changed => With(changed.Participant, who => who with { Role = changed.Role }),
            RoomEvent.Ended => new RoomState { HasEnded = true },
            _ => ApplyToRoom(happened),
        };
        return next with { Sequence = Sequence + 1 };
    }

    /// <summary>What the sources of everybody become under other settings.</summary>
    internal static IEnumerable<RoomEvent> Clamp(uint by, Participant who, RoomSettings settings, RoomAction reason)
    {
        var left = who.Publishing & Permissions.Sources(who, settings);
        return left == who.Publishing ? [] : [new RoomEvent.SourcesStopped(by, who.Number, left, reason)];
    }

    /// <summary>Somebody goes; where the room has succession and nobody who moderates is left, the longest there follows.</summary>
    internal IEnumerable<RoomEvent> AfterLeaving(uint participant, RoomEvent leaving)
    {
        yield return leaving;
        var others = Participants.Values.Where(who => who.Number != participant).ToArray();
        if (HasSuccession && others.Length > 0 && Participants[participant].IsModerator && !others.Any(who => who.IsModerator))
        {
            var heir = others.OrderByDescending(who => who.IsConnected).ThenBy(who => who.IsGuest).ThenBy(who => who.Number).First();
            yield return new RoomEvent.RoleChanged(0, heir.Number, Role.Owner);
        }
    }

    private RoomState ApplyToRoom(RoomEvent happened) => happened switch
    {
        RoomEvent.Knocked knocked => this with { Lobby = Lobby.Insert(Lobby.Count(before => before.SinceMs <= knocked.Knocker.SinceMs), knocked.Knocker) },
        RoomEvent.KnockerLeft left => this with { Lobby = Lobby.RemoveAll(knocker => knocker.Number == left.Knocker) },
        RoomEvent.Admitted admitted => this with
        {
            Lobby = Lobby.RemoveAll(knocker => knocker.Number == admitted.Knocker.Number),
            AdmittedSeats = Remember(AdmittedSeats, admitted.Knocker.Seat),
        },
        RoomEvent.Rejected rejected => this with
        {
            Lobby = Lobby.RemoveAll(knocker => knocker.Number == rejected.Knocker.Number),
            RejectedSeats = Remember(RejectedSeats, rejected.Knocker.Seat),
        },
        RoomEvent.LobbyMessaged messaged => this with { LobbyMessage = messaged.Text },
        RoomEvent.SettingsChanged changed => this with { Settings = changed.Settings, SettingsTouched = changed.By != 0 },
        RoomEvent.PasswordChanged changed => this with { HasPassword = changed.HasPassword },
        RoomEvent.ChatSent sent => this with
        {
            Chat = (Chat.Length >= Limits.ChatHistory ? Chat.RemoveAt(0) : Chat).Add(sent.Line),
            LastChatNumber = sent.Line.Number,
        },
        RoomEvent.ChatCleared cleared => this with
        {
            Chat = Chat.RemoveAll(line => line.Number <= cleared.UpTo),
            ChatClearedUpTo = Math.Max(ChatClearedUpTo, cleared.UpTo),
            LastChatNumber = Math.Max(LastChatNumber, cleared.UpTo),
        },
        RoomEvent.ChatRestored restored => this with
        {
            Chat = [.. Chat.AddRange(restored.Lines).OrderBy(line => line.Number).TakeLast(Limits.ChatHistory)],
            LastChatNumber = Math.Max(LastChatNumber, restored.Lines[^1].Number),
        },
        RoomEvent.BarsRestored bars => this with { BarredSeats = bars.Seats.Aggregate(BarredSeats, Remember) },
        RoomEvent.Reacted => this,
        RoomEvent.PollCreated created => this with { Polls = Polls.Add(created.Poll.Id, created.Poll), LastPoll = created.Poll.Id },
        RoomEvent.Voted voted => this with
        {
            Polls = Polls.SetItem(voted.Poll, Polls[voted.Poll] with { Votes = Polls[voted.Poll].Votes.SetItem(voted.Seat, voted.Vote) }),
        },
        RoomEvent.PollClosed closed => this with { Polls = Polls.SetItem(closed.Poll, Polls[closed.Poll] with { IsClosed = true }) },
        _ => throw new ArgumentOutOfRangeException(nameof(happened)),
    };

    /// <summary>What the token of somebody who was there brings back; nothing of it opens anything.</summary>
    private IEnumerable<RoomEvent> Restoring(RoomCommand.Restore restore)
    {
        if (restore.ChatClearedUpTo > ChatClearedUpTo)
        {
            yield return new RoomEvent.ChatCleared(0, restore.ChatClearedUpTo);
        }

        if (restore.HasPassword && !HasPassword)
        {
            yield return new RoomEvent.PasswordChanged(0, true);
        }

        var barred = restore.Barred.IsDefault ? [] : restore.Barred.Except(BarredSeats).ToImmutableArray();
        if (!barred.IsEmpty)
        {
            yield return new RoomEvent.BarsRestored(barred);
        }

        var settings = restore.Settings is { } theirs && (!SettingsTouched || restore.TakesOver) ? theirs : Settings;
        if (settings != Settings)
        {
            yield return new RoomEvent.SettingsChanged(0, settings);
        }

        foreach (var who in Participants.Values)
        {
            if (barred.Contains(SeatMark(who.Seat)))
            {
                yield return new RoomEvent.Removed(0, who, Barred: true);
                continue;
            }

            var isDemoted = restore.TakesOver && who is { OwnsByOpening: true, Role: Role.Owner };
            if (isDemoted)
            {
                yield return new RoomEvent.RoleChanged(0, who.Number, Role.Participant);
            }

            foreach (var stopped in Clamp(0, isDemoted ? who with { Role = Role.Participant } : who, settings, RoomAction.ChangeSettings))
            {
                yield return stopped;
            }
        }
    }

    private RoomState With(uint participant, Func<Participant, Participant> change) =>
        this with { Participants = Participants.SetItem(participant, change(Participants[participant])) };

    /// <summary>The last one takes everything along.</summary>
    private RoomState Without(uint participant)
    {
        var left = Participants.Remove(participant);
        return left.IsEmpty ? new RoomState { HasEnded = true } : this with { Participants = left };
    }

    private static ImmutableArray<string> Remember(ImmutableArray<string> seats, string seat) =>
        (seats.Length >= Limits.BarredSeats ? seats.RemoveAt(0) : seats).Add(seat);

    private RoomDecision DecideConnected(RoomCommand.SetConnected set)
    {
        if (!Participants.TryGetValue(set.Participant, out var who))
        {
            return RoomDecision.Refuse(RoomRefusal.NotJoined);
        }

        return who.IsConnected == set.IsConnected ? RoomDecision.Accept() : RoomDecision.Accept(new RoomEvent.ConnectionChanged(set.Participant, set.IsConnected));
    }

    /// <summary>
    /// A source opens when it is allowed and newly asked for. Saying "on" again does not open what a moderator has closed: the client
    /// may not have heard of it yet.
    /// </summary>
    private RoomDecision DecidePublishing(RoomCommand.SetPublishing set)
    {
        if (!Participants.TryGetValue(set.Participant, out var who))
        {
            return RoomDecision.Refuse(RoomRefusal.NotJoined);
        }

        var open = set.Publishing & Permissions.Sources(who, Settings) & (who.Publishing | ~who.Asked);
        return who.Publishing == open && who.Asked == set.Publishing
            ? RoomDecision.Accept()
            : RoomDecision.Accept(new RoomEvent.PublishingChanged(set.Participant, set.Publishing, open));
    }
}
