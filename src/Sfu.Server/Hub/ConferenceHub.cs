using Microsoft.AspNetCore.SignalR;
using Sfu.Rooms;
using Sfu.Rooms.Names;
using Sfu.Server.Conference;
using Sfu.Server.Contracts;
using Sfu.Server.Metrics;
using Sfu.Server.Options;

namespace Sfu.Server.Hub;

/// <summary>
/// The hub: checks what came, asks the conference, answers. Made anew for every call; what lasts is in <see cref="HubSession"/>.
/// Whatever comes in is answered by a <see cref="Reply{T}"/>; an exception here is a bug.
/// </summary>
internal sealed class ConferenceHub(ConferenceHall hall, MediaCalls media, SfuOptions options, SfuMetrics metrics, TimeProvider time, ILogger<ConferenceHub> logger)
    : Hub<IClientEvents>
{
    private static readonly object SessionKey = new();

    private HubSession Session => (HubSession)Context.Items[SessionKey]!;

    public override Task OnConnectedAsync()
    {
        // Clients.Client outlives this object, unlike Clients.Caller.
        Context.Items[SessionKey] = new HubSession(Context, Clients.Client(Context.ConnectionId), options.Limits, time);
        metrics.Connected();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Session.End() is { } seat)
        {
            hall.Leave(seat, LeaveReason.Disconnected);
        }

        metrics.Disconnected();
        return Task.CompletedTask;
    }

    public Reply<JoinResult> Join(Asked<JoinRequest> asked) => Handle(asked, JoinRoom);

    public Reply<Done> Answer(Asked<AnswerRequest> asked) => HandleSeated(asked, media.Answer);

    public Reply<Done> SetPublishing(Asked<PublishingRequest> asked) => HandleSeated(asked, media.SetPublishing);

    public Reply<Done> SetView(Asked<ViewRequest> asked) => HandleSeated(asked, media.SetView);

    public Reply<RestartIceResult> RestartIce(Asked<RestartIceRequest> asked) => HandleSeated(asked, (seat, _) => media.RestartIce(seat));

    public Reply<Done> Leave(Asked<LeaveRequest> asked) => HandleSeated(asked, (seat, _) => LeaveRoom(seat));

    public Reply<ResumeResult> Resume(Asked<ResumeRequest> asked) =>
        Handle(asked, _ => Replies.Refuse<ResumeResult>(ProblemCode.SeatInvalid, "This server keeps no seats yet: join anew."));

    public Reply<Done> Do(Asked<CommandRequest> asked) => HandleSeated(asked, (_, _) => NotYet<Done>());

    public Reply<LinkResult> CreateLink(Asked<LinkRequest> asked) => HandleSeated(asked, (_, _) => NotYet<LinkResult>());

    public Reply<TalkTimeResult> GetTalkTime(Asked<TalkTimeRequest> asked) => HandleSeated(asked, (_, _) => NotYet<TalkTimeResult>());

    private static Reply<T> NotYet<T>()
        where T : class => Replies.Refuse<T>(ProblemCode.NotAllowed, "This server has no roles yet.");

    private Reply<JoinResult> JoinRoom(JoinRequest request)
    {
        if (Session.Seat is { } held && hall.IsSeated(held))
        {
            return Replies.Refuse<JoinResult>(ProblemCode.AlreadyJoined, "This connection is in a room already.");
        }

        if (!RoomName.TryParse(request.Room, out var room, out var reason))
        {
            return Replies.Refuse<JoinResult>(ProblemCode.RoomNameInvalid, reason);
        }

        if (!DisplayName.TryParse(request.Name, out var name, out reason))
        {
            return Replies.Refuse<JoinResult>(ProblemCode.NameInvalid, reason);
        }

        if (request.VideoSlots is < 0 or > Limits.ViewItems)
        {
            return Replies.Refuse<JoinResult>(ProblemCode.RequestInvalid, $"videoSlots must lie between 0 and {Limits.ViewItems}.");
        }

        var outbox = new Outbox(Session.Client, Session.CutOff, metrics);
        var outcome = hall.Join(room!, name!, request.VideoSlots, outbox, out var seat, out var result);
        if (seat is not null && !Session.TakeSeat(seat))
        {
            hall.Leave(seat, LeaveReason.Disconnected);
        }

        return outcome switch
        {
            JoinOutcome.Joined => Replies.Give(result!),
            JoinOutcome.RoomFull => Replies.Refuse<JoinResult>(ProblemCode.RoomFull, "The room has as many participants as it may have."),
            JoinOutcome.AlreadyJoined => Replies.Refuse<JoinResult>(ProblemCode.AlreadyJoined, "This participant is in the room already."),
            JoinOutcome.Overloaded => Replies.Refuse<JoinResult>(ProblemCode.ServerFull, Replies.Overloaded),
            _ => Replies.Refuse<JoinResult>(ProblemCode.ServerFull, "The server has as many rooms or participants as it may have, or is stopping."),
        };
    }

    private Reply<Done> LeaveRoom(Seat seat)
    {
        hall.Leave(seat, LeaveReason.Asked);
        Session.ForgetSeat();
        return Replies.Done;
    }

    private Reply<TResult> HandleSeated<TRequest, TResult>(Asked<TRequest> asked, Func<Seat, TRequest, Reply<TResult>> answer)
        where TRequest : class
        where TResult : class => Handle(asked, request =>
    {
        if (Session.Seat is not { } seat || !hall.IsSeated(seat))
        {
            return Replies.Refuse<TResult>(ProblemCode.NotJoined, "This connection is in no room.");
        }

        // Any call after the join proves that its reply has arrived; events may follow now.
        seat.Outbox.Open();
        return answer(seat, request);
    });

    private Reply<TResult> Handle<TRequest, TResult>(Asked<TRequest> asked, Func<TRequest, Reply<TResult>> answer)
        where TRequest : class
        where TResult : class
    {
        var reply = !Session.TryBeginCall()
            ? Replies.Refuse<TResult>(ProblemCode.TooManyRequests, "This connection calls too often; wait a second.")
            : asked.Request is not { } request
                ? Replies.Refuse<TResult>(ProblemCode.RequestInvalid, "The argument does not fit the contract; see docs/protocol.md.")
                : Try(request, answer);
        if (reply.Problem is { } problem)
        {
            metrics.Refused(problem.Code);
        }

        return reply;
    }

    private Reply<TResult> Try<TRequest, TResult>(TRequest request, Func<TRequest, Reply<TResult>> answer)
        where TResult : class
    {
        try
        {
            return answer(request);
        }
        catch (Exception failure)
        {
            HubLog.CallFailed(logger, typeof(TRequest).Name, failure.GetType().Name, failure.StackTrace);
            throw;
        }
    }
}
