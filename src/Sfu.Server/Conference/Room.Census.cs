namespace Sfu.Server.Conference;

internal sealed partial class Room
{
    /// <summary>For the server's report about itself.</summary>
    public RoomCensus Census()
    {
        lock (_lock)
        {
            return new RoomCensus(
                _state.Participants.Values.Count(who => !who.IsConnected),
                _visitors.Count,
                _names.Count - _seats.Count,
                _state.Participants.Values.Count(who => who.Hand != 0),
                _state.Chat.Length,
                _state.Polls.Count,
                _seats.Values.Count(seat => seat.From is not null) + _barredFrom.Count);
        }
    }
}
