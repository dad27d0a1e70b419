namespace Sfu.Server.Contracts;

/// <summary>
/// What a client may call on the hub, one argument each. The hub's methods and <c>contract.g.ts</c> are checked against this list;
/// every call is answered by a <see cref="Reply{T}"/>, also a refused one.
/// </summary>
public interface IServerMethods
{
    Reply<JoinResult> Join(JoinRequest request);

    Reply<Done> Answer(AnswerRequest request);

    Reply<Done> SetPublishing(PublishingRequest request);

    Reply<Done> SetView(ViewRequest request);

    Reply<RestartIceResult> RestartIce(RestartIceRequest request);

    Reply<Done> Leave(LeaveRequest request);

    Reply<ResumeResult> Resume(ResumeRequest request);

    Reply<Done> Do(CommandRequest request);

    Reply<Done> RestoreChat(RestoreChatRequest request);

    Reply<LinkResult> CreateLink(LinkRequest request);

    Reply<TalkTimeResult> GetTalkTime(TalkTimeRequest request);
}
