using System.Globalization;
using Sfu.Rooms;
using Sfu.Server.Contracts;

namespace Sfu.Server.Conference;

/// <summary>
/// A room that exists: its state and the seats that hear of its changes. One lock makes every command atomic and gives all seats
/// the same order of events; nothing inside it waits. Lives from its first to its last participant.
/// </summary>
internal sealed class Room(uint number, string key, Limits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, Seat> _seats = [];
    private RoomState _state = RoomState.Empty;

    /// <summary>Unique in the process; what the media workers call this room.</summary>
    public uint Number { get; } = number;

    public string Key { get; } = key;

    public bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _state.IsEmpty;
            }
        }
    }

    /// <summary>Lets a seat in if the rules and then <paramref name="admitMedia"/> agree; gives those who were there before.</summary>
    public JoinOutcome Join(Seat seat, RoomCommand.Join command, Func<bool> admitMedia, out IReadOnlyList<ParticipantInfo> others)
    {
        lock (_lock)
        {
            others = [.. _state.Participants.Values.Select(Describe)];
            var decision = _state.Decide(command, limits);
            if (decision.Refusal != RoomRefusal.None)
            {
                return decision.Refusal == RoomRefusal.RoomFull ? JoinOutcome.RoomFull : JoinOutcome.AlreadyJoined;
            }

            if (!admitMedia())
            {
                return JoinOutcome.Overloaded;
            }

            Apply(decision);
            _seats.Add(seat.Participant, seat);
            return JoinOutcome.Joined;
        }
    }

    /// <summary>False: she was not here any more.</summary>
    public bool Leave(uint participant)
    {
        lock (_lock)
        {
            if (!_seats.Remove(participant))
            {
                return false;
            }

            Apply(_state.Decide(new RoomCommand.Leave(participant), limits));
            return true;
        }
    }

    /// <summary>Tells the room and the media worker in one step, so that the two cannot disagree. False: the worker is overloaded.</summary>
    public bool SetPublishing(uint participant, Publishing publishing, Func<bool> tellMedia)
    {
        lock (_lock)
        {
            var decision = _state.Decide(new RoomCommand.SetPublishing(participant, publishing), limits);
            if (decision.Refusal != RoomRefusal.None || decision.Events.IsEmpty)
            {
                return true;
            }

            if (!tellMedia())
            {
                return false;
            }

            Apply(decision);
            return true;
        }
    }

    public bool Holds(uint participant)
    {
        lock (_lock)
        {
            return _seats.ContainsKey(participant);
        }
    }

    /// <summary>The room as everybody in it sees it.</summary>
    public RoomSnapshot Describe(uint participant)
    {
        lock (_lock)
        {
            var settings = new RoomSettingsInfo(
                false, false, true, true, true, true, true, true, false, false, true, SpeakingModeName.Free, 0, 0, "", "", "", "");
            return new RoomSnapshot(
                IdOf(Number), _state.Sequence, [.. _state.Participants.Values.Select(Describe)],
                new YouInfo(RoleName.Participant, true, true, true, true, true), settings, false, [], [], [], null);
        }
    }

    public void PostToAll(Func<IClientEvents, Task> happened)
    {
        lock (_lock)
        {
            Post(happened, except: 0);
        }
    }

    public static string IdOf(uint participant) => participant.ToString(CultureInfo.InvariantCulture);

    private void Apply(RoomDecision decision)
    {
        foreach (var happened in decision.Events)
        {
            _state = _state.Apply(happened);
            Announce(happened);
        }
    }

    private void Announce(RoomEvent happened)
    {
        switch (happened)
        {
            case RoomEvent.Joined joined:
                var newcomer = Describe(joined.Participant);
                Post(client => client.ParticipantJoined(newcomer), joined.Participant.Number);
                break;
            case RoomEvent.Left left:
                var gone = new ParticipantLeft(IdOf(left.Participant));
                Post(client => client.ParticipantLeft(gone), left.Participant);
                break;
            case RoomEvent.PublishingChanged changed:
                var info = Describe(_state.Participants[changed.Participant]);
                Post(client => client.ParticipantChanged(info), changed.Participant);
                break;
        }
    }

    private void Post(Func<IClientEvents, Task> happened, uint except)
    {
        foreach (var (participant, seat) in _seats)
        {
            if (participant != except)
            {
                seat.Outbox.Post(happened);
            }
        }
    }

    private static ParticipantInfo Describe(Participant participant)
    {
        var (mic, camera, screen, screenAudio) = participant.Publishing;
        return new ParticipantInfo(
            IdOf(participant.Number), participant.Name.Value, mic, camera, screen, screenAudio, RoleName.Participant, false, 0, false, false);
    }
}
