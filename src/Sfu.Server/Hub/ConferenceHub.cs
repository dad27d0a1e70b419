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
internal sealed class ConferenceHub(ConferenceHall hall, MediaCalls media, RoomCalls rooms, IdleConnections idle, SfuOptions options, SfuMetrics metrics, TimeProvider time, ILogger<ConferenceHub> logger)
    : Hub<IClientEvents>
{
    private static readonly object SessionKey = new();

    private HubSession Session => (HubSession)Context.Items[SessionKey]!;

    public override Task OnConnectedAsync()
    {
        // Clients.Client outlives this object, unlike Clients.Caller.
        var session = new HubSession(Context, Clients.Client(Context.ConnectionId), options.Limits, time);
        Context.Items[SessionKey] = session;
        idle.Add(session);
        metrics.Connected();
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Session.End() is { } tenure)
        {
            Release(tenure);
        }

        idle.Remove(Session);
        metrics.Disconnected();
        return Task.CompletedTask;
    }

    public Reply<JoinResult> Join(Asked<JoinRequest> asked) => Handle(asked, JoinRoom);

    public Reply<Done> Answer(Asked<AnswerRequest> asked) => HandleSeated(asked, media.Answer);

    public Reply<Done> SetPublishing(Asked<PublishingRequest> asked) => HandleSeated(asked, MediaCalls.SetPublishing);

    public Reply<Done> SetView(Asked<ViewRequest> asked) => HandleSeated(asked, MediaCalls.SetView);

    public Reply<RestartIceResult> RestartIce(Asked<RestartIceRequest> asked) => HandleSeated(asked, (seat, _) => media.RestartIce(seat));

    public Reply<Done> Leave(Asked<LeaveRequest> asked) =>
        Session.Tenure is { Visitor: { } visitor, Outbox: var outbox } ? Handle(asked, _ => LeaveDoor(visitor, outbox)) : HandleSeated(asked, LeaveRoom);

    public Reply<ResumeResult> Resume(Asked<ResumeRequest> asked) => Handle(asked, ResumeSeat);

    public Reply<Done> Do(Asked<CommandRequest> asked) => HandleSeated(asked, rooms.Do);

    public Reply<Done> RestoreChat(Asked<RestoreChatRequest> asked) => HandleSeated(asked, RoomCalls.RestoreChat);

    public Reply<LinkResult> CreateLink(Asked<LinkRequest> asked) => HandleSeated(asked, rooms.CreateLink);

    public Reply<TalkTimeResult> GetTalkTime(Asked<TalkTimeRequest> asked) => HandleSeated(asked, (seat, _) => RoomCalls.GetTalkTime(seat));

    private bool IsSeated => Session.Tenure is { Seat: { } seat, Outbox: var outbox } && hall.IsSeated(seat, outbox);

    private Reply<JoinResult> JoinRoom(JoinRequest request)
    {
        if (IsSeated)
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

        var outbox = NewOutbox();
        var arrival = hall.Join(room!, name!, request, Context.GetHttpContext()?.Connection.RemoteIpAddress, outbox);
        if (arrival.Seat is not null || arrival.Visitor is not null)
        {
            if (Session.Tenure is { Visitor: { } before } && before != arrival.Visitor && before.Id != arrival.Seat?.Id)
            {
                before.Room.StopKnocking(before);
            }

            Hold(new Tenure(arrival.Seat, arrival.Visitor, outbox));
        }

        if (arrival.Visitor is not null)
        {
            // Who waits makes no further call, and what she hears does not build on the reply.
            outbox.Open();
        }

        return arrival.Result is { } result ? Replies.Give(result) : Replies.Refuse<JoinResult>(arrival.Problem!.Value, Refusals.Explain(arrival.Problem.Value));
    }

    private Reply<ResumeResult> ResumeSeat(ResumeRequest request)
    {
        if (IsSeated)
        {
            return Replies.Refuse<ResumeResult>(ProblemCode.AlreadyJoined, "This connection is in a room already.");
        }

        var outbox = NewOutbox();
        if (hall.Resume(request, outbox, out var seat) is not { } result)
        {
            return Replies.Refuse<ResumeResult>(ProblemCode.SeatInvalid, Refusals.Explain(ProblemCode.SeatInvalid));
        }

        Hold(new Tenure(seat, null, outbox));
        return Replies.Give(result);
    }

    private Reply<Done> LeaveRoom(Seat seat, LeaveRequest request)
    {
        if (request.ComesBack && seat.IsKept)
        {
            seat.IsBrief = true; // her connection ends by itself in a moment
            return Replies.Done;
        }

        hall.Leave(seat, LeaveReason.Asked);
        Session.Forget();
        return Replies.Done;
    }

    /// <summary>Without this the queue would show her for as long as it takes to come back from a lost connection.</summary>
    private Reply<Done> LeaveDoor(Visitor visitor, Outbox outbox)
    {
        if (ReferenceEquals(visitor.Outbox, outbox))
        {
            visitor.Room.StopKnocking(visitor);
        }

        Session.Forget();
        return Replies.Done;
    }

    private Outbox NewOutbox() => new(Session.Client, Session.CutOff, metrics);

    private void Hold(Tenure tenure)
    {
        if (!Session.Take(tenure))
        {
            Release(tenure);
        }
    }

    private void Release(Tenure tenure)
    {
        if (tenure.Seat is { } seat)
        {
            hall.Disconnect(seat, tenure.Outbox);
        }
        else if (tenure.Visitor is { } visitor)
        {
            hall.Disconnect(visitor, tenure.Outbox);
        }
    }

    private Reply<TResult> HandleSeated<TRequest, TResult>(Asked<TRequest> asked, Func<Seat, TRequest, Reply<TResult>> answer)
        where TRequest : class
        where TResult : class => Handle(asked, request =>
    {
        if (Session.Tenure is not { Seat: { } seat, Outbox: var outbox } || !hall.IsSeated(seat, outbox))
        {
            return Replies.Refuse<TResult>(ProblemCode.NotJoined, Refusals.Explain(ProblemCode.NotJoined));
        }

        // Any call after the join proves that its reply has arrived; events may follow now.
        outbox.Open();
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
