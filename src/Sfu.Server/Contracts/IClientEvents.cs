using Microsoft.AspNetCore.SignalR;

namespace Sfu.Server.Contracts;

/// <summary>
/// What the server tells a client, one argument each. Events begin after the client's first call that follows its join
/// (in practice its answer), so none can overtake the reply that holds the roster.
/// </summary>
public interface IClientEvents
{
    [HubMethodName("participantJoined")]
    Task ParticipantJoined(ParticipantInfo participant);

    [HubMethodName("participantLeft")]
    Task ParticipantLeft(ParticipantLeft left);

    [HubMethodName("participantChanged")]
    Task ParticipantChanged(ParticipantInfo participant);

    [HubMethodName("slots")]
    Task Slots(SlotsState state);

    [HubMethodName("speakers")]
    Task Speakers(SpeakersState state);

    [HubMethodName("closed")]
    Task Closed(Closed closed);

    [HubMethodName("room")]
    Task Room(RoomUpdate update);

    [HubMethodName("snapshot")]
    Task Snapshot(RoomSnapshot snapshot);

    [HubMethodName("lobby")]
    Task Lobby(LobbyState state);

    [HubMethodName("seat")]
    Task Seat(SeatToken token);
}
