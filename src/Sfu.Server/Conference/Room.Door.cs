using Sfu.Rooms;
using Sfu.Server.Contracts;

namespace Sfu.Server.Conference;

/// <summary>The half of a room that deals with who waits before its door. They hear of their own waiting and of nothing else.</summary>
internal sealed partial class Room
{
    public Visitor? FindVisitor(string id)
    {
        lock (_lock)
        {
            return _visitors.Values.FirstOrDefault(visitor => visitor.Id == id);
        }
    }

    /// <summary>Puts somebody before the door and tells her so.</summary>
    public void Knock(Visitor visitor, RoomDecision decision)
    {
        lock (_lock)
        {
            _visitors[visitor.Number] = visitor;
            Apply(decision);
            Tell(visitor, LobbyStateName.Waiting, _state.LobbyMessage);
        }
    }

    /// <summary>The same visitor on another connection.</summary>
    public void Return(Visitor visitor, Outbox outbox, bool isKept)
    {
        lock (_lock)
        {
            visitor.Outbox.Post(client => client.Closed(new Closed(ClosedReason.Replaced)));
            visitor.Outbox.Close();
            visitor.Outbox = outbox;
            visitor.IsKept = isKept;
            visitor.ExpiresAt = null;
            Tell(visitor, LobbyStateName.Waiting, _state.LobbyMessage);
        }
    }

    public void StopKnocking(Visitor visitor)
    {
        lock (_lock)
        {
            if (_visitors.Remove(visitor.Number))
            {
                Apply(_state.Decide(new RoomCommand.StopKnocking(visitor.Number), services.Limits));
            }
        }

        visitor.Outbox.Close();
    }

    private void TellDoor(RoomEvent happened)
    {
        switch (happened)
        {
            case RoomEvent.Admitted admitted when _visitors.TryGetValue(admitted.Knocker.Number, out var visitor):
                Tell(visitor, LobbyStateName.Admitted, "");
                break;
            case RoomEvent.Rejected rejected when _visitors.Remove(rejected.Knocker.Number, out var visitor):
                Tell(visitor, LobbyStateName.Rejected, rejected.Reason);
                visitor.Outbox.Close();
                break;
            case RoomEvent.LobbyMessaged messaged:
                foreach (var waiting in _state.Lobby)
                {
                    if (_visitors.TryGetValue(waiting.Number, out var visitor))
                    {
                        Tell(visitor, LobbyStateName.Waiting, messaged.Text);
                    }
                }

                break;
        }
    }

    /// <summary>With the last participant the door goes too.</summary>
    private void CloseDoorIfOver()
    {
        if (_state.HasEnded)
        {
            foreach (var visitor in _visitors.Values)
            {
                Tell(visitor, LobbyStateName.Closed, "");
                visitor.Outbox.Close();
            }

            _visitors.Clear();
        }
    }

    private static void Tell(Visitor visitor, LobbyStateName state, string text)
    {
        var told = new LobbyState(state, visitor.Token, text);
        visitor.Outbox.Post(client => client.Lobby(told));
    }
}
