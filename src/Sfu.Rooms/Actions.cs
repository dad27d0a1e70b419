using System.Collections.Immutable;

namespace Sfu.Rooms;

/// <summary>What comes of somebody's action: the table first, then whether it makes sense. Pure; part of <see cref="RoomState.Decide"/>.</summary>
internal static class Actions
{
    public static RoomDecision Decide(RoomState room, RoomCommand.Act act, long nowMs)
    {
        if (!room.Participants.TryGetValue(act.Actor, out var actor))
        {
            return RoomDecision.Refuse(RoomRefusal.NotJoined);
        }

        var isOwnHand = act.Action == RoomAction.LowerHand && act.Target == act.Actor;
        if (!Permissions.Has(actor, Permissions.NeededFor(act.Action, act.Target != 0 && !isOwnHand), room.Settings))
        {
            return RoomDecision.Refuse(RoomRefusal.NotAllowed);
        }

        return act.Action switch
        {
            RoomAction.RaiseHand => actor.Hand != 0 ? RoomDecision.Accept() : RoomDecision.Accept(new RoomEvent.HandChanged(act.Actor, act.Actor, room.NextHand)),
            RoomAction.LowerHand => OnPerson(room, act.Target == 0 ? act.Actor : act.Target, who => LowerHand(act.Actor, who)),
            RoomAction.React => MessageText.IsEmoji(act.Text)
                ? RoomDecision.Accept(new RoomEvent.Reacted(act.Actor, act.Text))
                : RoomDecision.Refuse(RoomRefusal.TextInvalid),
            RoomAction.SendChat => Conversation.Send(room, actor, act, nowMs),
            RoomAction.ClearChat => RoomDecision.Accept(new RoomEvent.ChatCleared(act.Actor, Math.Max(room.LastChatNumber, nowMs))),
            RoomAction.Admit => OnKnocker(room, act.Target, knocker => new RoomEvent.Admitted(act.Actor, knocker)),
            RoomAction.AdmitAll => RoomDecision.AcceptAll(room.Lobby.Select(knocker => new RoomEvent.Admitted(act.Actor, knocker))),
            RoomAction.Reject => MessageText.TryParse(act.Text, Limits.ReasonChars, mayBeEmpty: true, out var reason)
                ? OnKnocker(room, act.Target, knocker => new RoomEvent.Rejected(act.Actor, knocker, reason))
                : RoomDecision.Refuse(RoomRefusal.TextInvalid),
            RoomAction.MessageLobby => MessageText.TryParse(act.Text, Limits.ReasonChars, mayBeEmpty: true, out var message)
                ? RoomDecision.Accept(new RoomEvent.LobbyMessaged(act.Actor, message))
                : RoomDecision.Refuse(RoomRefusal.TextInvalid),
            RoomAction.Mute => OnPerson(room, act.Target, who => Stop(act, who, Mic)),
            RoomAction.CameraOff => OnPerson(room, act.Target, who => Stop(act, who, Camera)),
            RoomAction.StopShare => OnPerson(room, act.Target, who => Stop(act, who, Share)),
            RoomAction.MuteAll => OnAll(room, who => Stop(act, who, Mic)),
            RoomAction.CameraOffAll => OnAll(room, who => Stop(act, who, Camera)),
            RoomAction.Remove => OnPersonBelowOwner(room, act.Target, who => room.AfterLeaving(who.Number, new RoomEvent.Removed(act.Actor, who, act.Flag))),
            RoomAction.MakeModerator => OnPerson(room, act.Target, who => who.IsModerator ? [] : [new RoomEvent.RoleChanged(act.Actor, who.Number, Role.Moderator)]),
            RoomAction.TakeModerator => IsLastModerator(room, act.Target)
                ? RoomDecision.Refuse(RoomRefusal.NotAllowed)
                : OnPersonBelowOwner(room, act.Target, who => TakeModerator(room, act.Actor, who)),
            RoomAction.AllowSpeak => OnPerson(room, act.Target, who => AllowSpeak(act.Actor, who)),
            RoomAction.WithdrawSpeak => OnPerson(room, act.Target, who => WithdrawSpeak(room, act, who)),
            RoomAction.ChangeSettings => ChangeSettings(room, act),
            RoomAction.SetPassword => act.Text.Length > Limits.PasswordChars
                ? RoomDecision.Refuse(RoomRefusal.TextInvalid)
                : RoomDecision.Accept(new RoomEvent.PasswordChanged(act.Actor, act.Text.Length > 0)),
            RoomAction.CreatePoll => Conversation.CreatePoll(room, act),
            RoomAction.Vote => Conversation.Vote(room, actor, act),
            RoomAction.ClosePoll => Conversation.ClosePoll(room, act),
            RoomAction.End => RoomDecision.Accept(new RoomEvent.Ended(act.Actor)),
            _ => throw new ArgumentOutOfRangeException(nameof(act)),
        };
    }

    private static Publishing Mic => new(true, false, false, false);

    private static Publishing Camera => new(false, true, false, false);

    private static Publishing Share => new(false, false, true, true);

    /// <summary>Closes what is open. There is no opposite: nothing in this class opens a source.</summary>
    private static RoomEvent[] Stop(RoomCommand.Act act, Participant who, Publishing sources) =>
        (who.Publishing & sources) == default ? [] : [new RoomEvent.SourcesStopped(act.Actor, who.Number, who.Publishing & ~sources, act.Action)];

    private static RoomEvent[] LowerHand(uint by, Participant who) => who.Hand == 0 ? [] : [new RoomEvent.HandChanged(by, who.Number, 0)];

    /// <summary>In a room that is anybody's nobody could get the right back that the last one has put down.</summary>
    private static bool IsLastModerator(RoomState room, uint participant) =>
        room.HasSuccession && room.Participants.TryGetValue(participant, out var who) && who.IsModerator && room.Participants.Values.Count(other => other.IsModerator) == 1;

    private static IEnumerable<RoomEvent> TakeModerator(RoomState room, uint by, Participant who)
    {
        if (!who.IsModerator)
        {
            return [];
        }

        var role = who.IsGuest ? Role.Guest : Role.Participant;
        return [new RoomEvent.RoleChanged(by, who.Number, role), .. RoomState.Clamp(by, who with { Role = role }, room.Settings, RoomAction.TakeModerator)];
    }

    private static IEnumerable<RoomEvent> AllowSpeak(uint by, Participant who) =>
        [.. who.MaySpeak ? Array.Empty<RoomEvent>() : [new RoomEvent.MaySpeakChanged(by, who.Number, true)], .. LowerHand(by, who)];

    private static IEnumerable<RoomEvent> WithdrawSpeak(RoomState room, RoomCommand.Act act, Participant who) => who.MaySpeak
        ? [new RoomEvent.MaySpeakChanged(act.Actor, who.Number, false), .. RoomState.Clamp(act.Actor, who with { MaySpeak = false }, room.Settings, act.Action)]
        : [];

    private static RoomDecision ChangeSettings(RoomState room, RoomCommand.Act act)
    {
        if (act.Settings is not { } wanted)
        {
            return RoomDecision.Refuse(RoomRefusal.RequestInvalid);
        }

        if (!wanted.TryClean(out var settings))
        {
            return RoomDecision.Refuse(RoomRefusal.TextInvalid);
        }

        return settings == room.Settings
            ? RoomDecision.Accept()
            : RoomDecision.AcceptAll(
                [new RoomEvent.SettingsChanged(act.Actor, settings), .. room.Participants.Values.SelectMany(who => RoomState.Clamp(act.Actor, who, settings, act.Action))]);
    }

    private static RoomDecision OnKnocker(RoomState room, uint target, Func<Knocker, RoomEvent> happens)
    {
        var knocker = room.Lobby.FirstOrDefault(waiting => waiting.Number == target);
        return knocker is null ? RoomDecision.Refuse(RoomRefusal.TargetGone) : RoomDecision.Accept(happens(knocker));
    }

    private static RoomDecision OnPerson(RoomState room, uint target, Func<Participant, IEnumerable<RoomEvent>> happens) =>
        room.Participants.TryGetValue(target, out var who) ? RoomDecision.AcceptAll(happens(who)) : RoomDecision.Refuse(RoomRefusal.TargetGone);

    private static RoomDecision OnPersonBelowOwner(RoomState room, uint target, Func<Participant, IEnumerable<RoomEvent>> happens) =>
        room.Participants.TryGetValue(target, out var who) && who.Role == Role.Owner
            ? RoomDecision.Refuse(RoomRefusal.NotAllowed)
            : OnPerson(room, target, happens);

    private static RoomDecision OnAll(RoomState room, Func<Participant, IEnumerable<RoomEvent>> happens) =>
        RoomDecision.AcceptAll(room.Participants.Values.Where(who => !who.IsModerator).SelectMany(happens).ToImmutableArray());
}
