using Sfu.Rooms;
using Sfu.Rooms.Names;
using Sfu.Server.Contracts;
using Sfu.Server.Media;
using Sfu.Server.Metrics;
using Sfu.Server.Options;

namespace Sfu.Server.Conference;

/// <summary>
/// All rooms and seats of the process. A room appears with its first and vanishes with its last participant. Joining and leaving go
/// through one lock, which keeps "the last one leaves while the next one comes" from being a special case; what it guards is short
/// and never waits. Lock order: hall, then room. Singleton.
/// </summary>
internal sealed class ConferenceHall(SfuOptions options, IMediaPlane media, OfferDesk offers, SfuMetrics metrics)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, Room> _roomsByNumber = [];
    private readonly Dictionary<uint, Seat> _seats = [];
    private uint _lastRoom;
    private uint _lastParticipant;
    private bool _closing;

    public int RoomCount
    {
        get
        {
            lock (_lock)
            {
                return _rooms.Count;
            }
        }
    }

    public int ParticipantCount
    {
        get
        {
            lock (_lock)
            {
                return _seats.Count;
            }
        }
    }

    public JoinOutcome Join(RoomName roomName, DisplayName name, int videoSlots, Outbox outbox, out Seat? seat, out JoinResult? result)
    {
        seat = null;
        result = null;
        lock (_lock)
        {
            var exists = _rooms.TryGetValue(roomName.Key, out var room);
            if (_closing || _seats.Count >= options.Limits.Participants || (!exists && _rooms.Count >= options.Limits.Rooms))
            {
                return JoinOutcome.ServerFull;
            }

            room ??= new Room(++_lastRoom, roomName.Key, options.Limits);
            var participant = ++_lastParticipant;
            var offer = offers.Write(videoSlots, media.CandidatesOf(room.Number));
            var candidate = new Seat(participant, room, outbox, offer);
            var outcome = room.Join(
                candidate,
                new RoomCommand.Join(participant, name),
                () => media.TryJoin(room.Number, participant, offer.Credentials, offer.Slots),
                out var others);
            if (outcome != JoinOutcome.Joined)
            {
                return outcome;
            }

            if (!exists)
            {
                _rooms.Add(room.Key, room);
                _roomsByNumber.Add(room.Number, room);
                metrics.RoomOpened();
            }

            _seats.Add(participant, candidate);
            metrics.Joined();
            seat = candidate;
            result = new JoinResult(Room.IdOf(participant), offer.Sdp, others, offer.AudioMids, offer.VideoMids, "", room.Describe(participant));
            return JoinOutcome.Joined;
        }
    }

    /// <summary>Ends a participation; harmless when it has ended already. <paramref name="told"/> is what she still hears of it.</summary>
    public void Leave(Seat seat, LeaveReason reason, ClosedReason? told = null)
    {
        lock (_lock)
        {
            if (!_seats.Remove(seat.Participant))
            {
                return;
            }

            media.Leave(seat.Room.Number, seat.Participant);
            seat.Room.Leave(seat.Participant);
            metrics.Left(reason);
            if (seat.Room.IsEmpty)
            {
                _rooms.Remove(seat.Room.Key);
                _roomsByNumber.Remove(seat.Room.Number);
                metrics.RoomClosed();
            }
        }

        if (told is { } closedReason)
        {
            seat.Outbox.Post(client => client.Closed(new Closed(closedReason)));
        }

        seat.Outbox.Close();
    }

    public bool IsSeated(Seat seat)
    {
        lock (_lock)
        {
            return _seats.ContainsKey(seat.Participant);
        }
    }

    public Seat? FindSeat(uint participant)
    {
        lock (_lock)
        {
            return _seats.GetValueOrDefault(participant);
        }
    }

    public Room? FindRoom(uint number)
    {
        lock (_lock)
        {
            return _roomsByNumber.GetValueOrDefault(number);
        }
    }

    /// <summary>The server stops: everybody is told, nobody new is let in. Completes when all have been told.</summary>
    public Task CloseAsync()
    {
        Seat[] seats;
        lock (_lock)
        {
            _closing = true;
            seats = [.. _seats.Values];
        }

        foreach (var seat in seats)
        {
            Leave(seat, LeaveReason.ServerStopping, ClosedReason.ServerStopping);
        }

        return Task.WhenAll(seats.Select(seat => seat.Outbox.Drained));
    }
}
