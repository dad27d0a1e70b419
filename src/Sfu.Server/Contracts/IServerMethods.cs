namespace Sfu.Server.Contracts;

/// <summary>
/// What a client may call on the hub, one argument each. The hub's methods and <c>contract.g.ts</c> are checked against this list;
/// every call is answered by a <see cref="Reply{T}"/>, also a refused one.
/// </summary>
public interface IServerMethods
{
    Task<Reply<JoinResult>> Join(JoinRequest request);

    Task<Reply<Done>> Answer(AnswerRequest request);

    Task<Reply<Done>> SetPublishing(PublishingRequest request);

    Task<Reply<Done>> SetView(ViewRequest request);

    Task<Reply<RestartIceResult>> RestartIce(RestartIceRequest request);

    Task<Reply<Done>> Leave(LeaveRequest request);
}
