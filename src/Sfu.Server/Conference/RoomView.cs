using System.Globalization;
using Sfu.Rooms;
using Sfu.Server.Contracts;

namespace Sfu.Server.Conference;

/// <summary>
/// What one participant may see of a room and of what happens in it. The only place where room state becomes contract, so the only
/// one that can give something to the wrong person. Pure functions.
/// </summary>
internal static class RoomView
{
    public static string IdOf(uint number) => number.ToString(CultureInfo.InvariantCulture);

    public static RoomSnapshot Snapshot(RoomState room, string epoch, string? restored, uint receiver)
    {
        var who = room.Participants[receiver];
        return new RoomSnapshot(
            epoch,
            room.Sequence,
            [.. room.Participants.Values.Select(Describe)],
            You(who, room.Settings),
            Settings(room.Settings, who),
            room.HasPassword,
            [.. room.Chat.Where(line => line.IsFor(who)).Select(line => Describe(line, room))],
            [.. room.Polls.Values.Select(poll => Describe(poll, who))],
            Lobby(room, who) ?? [],
            room.EndsAtMs,
            restored);
    }

    /// <summary>What a participant hears of an event; <paramref name="room"/> is the room after it. Null: it is none of her business.</summary>
    public static RoomUpdate? Update(RoomState room, RoomEvent happened, uint receiver)
    {
        if (!room.Participants.TryGetValue(receiver, out var who))
        {
            return null;
        }

        var update = new RoomUpdate(room.Sequence, By: happened.By == 0 ? null : IdOf(happened.By));
        return happened switch
        {
            RoomEvent.Joined joined => Person(joined.Participant.Number, ActionName.Joined),
            RoomEvent.Left left => update with { Action = ActionName.Left, Left = IdOf(left.Participant) },
            RoomEvent.Removed removed => update with { Action = ActionName.Removed, Left = IdOf(removed.Participant.Number) },
            RoomEvent.ConnectionChanged changed => Person(changed.Participant, null),
            RoomEvent.PublishingChanged changed => Person(changed.Participant, null),
            RoomEvent.SourcesStopped stopped => Person(stopped.Participant, ActionOf(stopped.Reason)),
            RoomEvent.HandChanged changed => Person(changed.Participant, changed.Hand != 0 ? ActionName.HandRaised : ActionName.HandLowered),
            RoomEvent.MaySpeakChanged changed => Person(changed.Participant, changed.MaySpeak ? ActionName.SpeakAllowed : ActionName.SpeakWithdrawn),
            RoomEvent.RoleChanged changed => Person(changed.Participant, changed.Role switch
            {
                Role.Owner => ActionName.OwnerMade,
                Role.Moderator => ActionName.ModeratorMade,
                _ => ActionName.ModeratorTaken,
            }),
            RoomEvent.Knocked => Door(ActionName.Knocked),
            RoomEvent.KnockerLeft or RoomEvent.Admitted or RoomEvent.Rejected => Door(null),
            RoomEvent.SettingsChanged changed => update with
            {
                Action = ActionName.SettingsChanged,
                Settings = Settings(room.Settings, who),
                You = You(who, room.Settings),
                EndsAtMs = room.EndsAtMs ?? 0,
            },
            RoomEvent.PasswordChanged changed => update with { Action = ActionName.PasswordChanged, HasPassword = changed.HasPassword },
            RoomEvent.ChatSent sent => sent.Line.IsFor(who) ? update with { Message = Describe(sent.Line, room) } : null,
            RoomEvent.ChatRestored restored => restored.Lines.Where(line => line.IsFor(who)).Select(line => Describe(line, room)).ToArray() is { Length: > 0 } lines
                ? update with { Messages = lines }
                : null,

            // What a restart brings to light is told by a snapshot: some lines may stay.
            RoomEvent.ChatCleared { By: 0 } => null,
            RoomEvent.ChatCleared => update with { Action = ActionName.ChatCleared, ChatCleared = true },
            RoomEvent.Reacted reacted => update with { Reaction = new ReactionInfo(IdOf(reacted.Participant), reacted.Emoji) },
            RoomEvent.PollCreated created => update with { Action = ActionName.PollCreated, Poll = Describe(created.Poll, who) },

            // Who voted when would tell who voted for what.
            RoomEvent.Voted voted => update with { By = null, Poll = Describe(room.Polls[voted.Poll], who) },
            RoomEvent.PollClosed closed => update with { Action = ActionName.PollClosed, Poll = Describe(room.Polls[closed.Poll], who) },
            _ => null,
        };

        RoomUpdate? Person(uint number, ActionName? action) => room.Participants.TryGetValue(number, out var person)
            ? update with { Action = action, Participant = Describe(person), You = number == receiver ? You(who, room.Settings) : null }
            : null;

        RoomUpdate? Door(ActionName? action) => Lobby(room, who) is { } lobby ? update with { Action = action, Lobby = lobby } : null;
    }

    public static ParticipantInfo Describe(Participant who)
    {
        var (mic, camera, screen, screenAudio) = who.Publishing;
        return new ParticipantInfo(
            IdOf(who.Number), who.Name.Value, mic, camera, screen, screenAudio, (RoleName)who.Role, who.IsGuest, who.Hand, who.MaySpeak, !who.IsConnected);
    }

    public static RoomSettings Read(RoomSettingsInfo info) => new()
    {
        Lobby = info.Lobby,
        Locked = info.Locked,
        GuestsAllowed = info.GuestsAllowed,
        MicAllowed = info.MicAllowed,
        CameraAllowed = info.CameraAllowed,
        ScreenAllowed = info.ScreenAllowed,
        ChatAllowed = info.ChatAllowed,
        PrivateChatAllowed = info.PrivateChatAllowed,
        WebcamsOnlyForModerator = info.WebcamsOnlyForModerator,
        MuteOnStart = info.MuteOnStart,
        TalkTimeForAll = info.TalkTimeForAll,
        Speaking = (SpeakingMode)info.Speaking,
        MaxParticipants = info.MaxParticipants,
        DurationMinutes = info.DurationMinutes,
        Subject = info.Subject,
        Welcome = info.Welcome,
        ModeratorMessage = info.ModeratorMessage,
        LogoutAddress = info.LogoutAddress,
    };

    private static RoomSettingsInfo Settings(RoomSettings settings, Participant who) => new(
        settings.Lobby,
        settings.Locked,
        settings.GuestsAllowed,
        settings.MicAllowed,
        settings.CameraAllowed,
        settings.ScreenAllowed,
        settings.ChatAllowed,
        settings.PrivateChatAllowed,
        settings.WebcamsOnlyForModerator,
        settings.MuteOnStart,
        settings.TalkTimeForAll,
        (SpeakingModeName)settings.Speaking,
        settings.MaxParticipants,
        settings.DurationMinutes,
        settings.Subject,
        settings.Welcome,
        who.IsModerator ? settings.ModeratorMessage : "",
        settings.LogoutAddress);

    private static YouInfo You(Participant who, RoomSettings settings)
    {
        var sources = Permissions.Sources(who, settings);
        return new YouInfo(
            (RoleName)who.Role, sources.Mic, sources.Camera, sources.Screen,
            Permissions.Has(who, Right.ChatWithAll, settings), Permissions.Has(who, Right.ChatPrivately, settings));
    }

    private static KnockerInfo[]? Lobby(RoomState room, Participant who) => Permissions.Has(who, Right.SeeLobby, room.Settings)
        ? [.. room.Lobby.Select(knocker => new KnockerInfo(IdOf(knocker.Number), knocker.Name.Value, knocker.IsGuest, knocker.SinceMs))]
        : null;

    private static ChatMessage Describe(ChatLine line, RoomState room) => new(
        line.Number, IdOf(Now(line.From, line.FromSeat, room)), line.FromName,
        line.IsPrivate ? IdOf(Now(line.To, line.ToSeat, room)) : null, line.IsPrivate ? line.ToName : null, line.Text, line.AtMs, line.Proof);

    /// <summary>Numbers from before a restart mean nothing; who is back is known by her seat.</summary>
    private static uint Now(uint number, string seat, RoomState room) =>
        number != 0 ? number : room.Participants.Values.FirstOrDefault(who => who.Seat == seat)?.Number ?? 0;

    private static PollInfo Describe(Poll poll, Participant who)
    {
        var draft = poll.Draft;
        return new PollInfo(
            IdOf(poll.Id), draft.Question, draft.Options, draft.Multiple, draft.Anonymous, draft.Live, poll.IsClosed, poll.Votes.Count,
            poll.Votes.TryGetValue(who.Seat, out var own) ? own.Choices : [],
            poll.ShowsResults ? poll.Count() : null,
            poll.ShowsResults && !draft.Anonymous
                ? [.. Enumerable.Range(0, draft.Options.Length).Select(option =>
                    new PollVoters([.. poll.Votes.Values.Where(vote => vote.Choices.Contains(option)).Select(vote => vote.Name)]))]
                : null);
    }

    private static ActionName ActionOf(RoomAction reason) => reason switch
    {
        RoomAction.Mute or RoomAction.MuteAll => ActionName.Muted,
        RoomAction.CameraOff or RoomAction.CameraOffAll => ActionName.CameraOff,
        RoomAction.StopShare => ActionName.ShareStopped,
        RoomAction.TakeModerator => ActionName.ModeratorTaken,
        RoomAction.WithdrawSpeak => ActionName.SpeakWithdrawn,
        _ => ActionName.SettingsChanged,
    };
}
