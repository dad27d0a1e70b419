using System.Collections.Immutable;
using System.Globalization;
using Sfu.Rooms;
using Sfu.Server.Conference;
using Sfu.Server.Contracts;
using Sfu.Server.Links;

namespace Sfu.Server.Hub;

/// <summary>The calls of a seated participant that concern the room and the others in it. Stateless singleton.</summary>
internal sealed class RoomCalls(ConferenceHall hall, Tokens tokens)
{
    /// <summary>A year.</summary>
    private const int LongestLinkMinutes = 366 * 24 * 60;

    private static readonly Func<Reply<Done>, bool> IsFinal = reply => reply.Problem?.Code is not ProblemCode.TooManyRequests;

    public Reply<Done> Do(Seat seat, CommandRequest request) =>
        seat.Once(request.Id, () => CarryOut(seat, request), IsFinal);

    /// <summary>Lines that this server did not sign for this meeting are left out without a word.</summary>
    public static Reply<Done> RestoreChat(Seat seat, RestoreChatRequest request)
    {
        if (request.Messages.Count > Limits.ChatHistory || request.Messages.Any(message => message is null))
        {
            return Replies.Refuse<Done>(ProblemCode.RequestInvalid, $"A room keeps {Limits.ChatHistory} messages.");
        }

        seat.Room.RestoreChat(request.Messages);
        return Replies.Done;
    }

    public Reply<LinkResult> CreateLink(Seat seat, LinkRequest request)
    {
        var room = seat.Room.State;
        if (!room.Participants.TryGetValue(seat.Participant, out var who) || !Permissions.Has(who, Right.MakeLinks, room.Settings)
            || (request.Role == RoleName.Owner && !Permissions.Has(who, Right.MakeOwnerLinks, room.Settings)))
        {
            return Refuse<LinkResult>(ProblemCode.NotAllowed);
        }

        return request.ExpiresInMinutes is < 0 or > LongestLinkMinutes
            ? Replies.Refuse<LinkResult>(ProblemCode.RequestInvalid, $"expiresInMinutes must lie between 0 and {LongestLinkMinutes}.")
            : Replies.Give(new LinkResult(tokens.Link(seat.Room.Key, (Role)request.Role, request.ExpiresInMinutes, room.Settings)));
    }

    public static Reply<TalkTimeResult> GetTalkTime(Seat seat) =>
        seat.Room.DescribeTalkTimes(seat) is { } times ? Replies.Give(times) : Refuse<TalkTimeResult>(ProblemCode.NotAllowed);

    private Reply<Done> CarryOut(Seat seat, CommandRequest request)
    {
        if (!TryRead(seat, request, out var act, out var problem))
        {
            return Refuse<Done>(problem);
        }

        if (act.Action is RoomAction.SendChat or RoomAction.React or RoomAction.RaiseHand or RoomAction.LowerHand && !seat.TryTakeAction())
        {
            return Refuse<Done>(ProblemCode.TooManyRequests);
        }

        // The rules first: hashing is slow, and nobody may keep the server busy with what she is not allowed to do.
        RoomPassword? password = null;
        if (act.Action == RoomAction.SetPassword && act.Text.Length > 0)
        {
            if (seat.Room.Decide(act) is { Refusal: not RoomRefusal.None and var refused })
            {
                return Refuse<Done>(Refusals.CodeOf(refused));
            }

            password = new RoomPassword(act.Text);
        }

        var refusal = seat.Room.Act(act, password, out var farewells);
        hall.Dismiss(farewells);
        return refusal == RoomRefusal.None ? Replies.Done : Refuse<Done>(Refusals.CodeOf(refusal));
    }

    /// <summary>Who acts is the seat, never something in the request.</summary>
    private static bool TryRead(Seat seat, CommandRequest request, out RoomCommand.Act act, out ProblemCode problem)
    {
        problem = ProblemCode.RequestInvalid;
        var action = (RoomAction)request.Command;
        act = new RoomCommand.Act(seat.Participant, action)
        {
            Text = request.Text ?? "",
            Flag = request.Flag ?? false,
            Choices = request.Choices is { } choices ? [.. choices] : [],
            Poll = request.Poll is { } poll ? new PollDraft(poll.Question, [.. poll.Options], poll.Multiple, poll.Anonymous, poll.Live) : null,
            Settings = request.Settings is { } settings ? RoomView.Read(settings) : null,
        };
        if (request.Target is { } text)
        {
            // 0 is nobody in particular, and must not turn a private message into a public one.
            problem = ProblemCode.TargetGone;
            if (!uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var target) || target == 0)
            {
                return false;
            }

            act = act with { Target = target };
            return true;
        }

        return !NeedsTarget(action);
    }

    private static bool NeedsTarget(RoomAction action) => action is RoomAction.Admit or RoomAction.Reject or RoomAction.Mute or RoomAction.CameraOff
        or RoomAction.StopShare or RoomAction.Remove or RoomAction.MakeModerator or RoomAction.TakeModerator or RoomAction.AllowSpeak
        or RoomAction.WithdrawSpeak or RoomAction.Vote or RoomAction.ClosePoll;

    private static Reply<T> Refuse<T>(ProblemCode code)
        where T : class => Replies.Refuse<T>(code, Refusals.Explain(code));
}
