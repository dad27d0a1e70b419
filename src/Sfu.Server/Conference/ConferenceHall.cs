using System.Net;
using System.Security.Cryptography;
using Sfu.Rooms;
using Sfu.Rooms.Names;
using Sfu.Server.Contracts;
using Sfu.Server.Links;
using Sfu.Server.Media;
using Sfu.Server.Metrics;
using Sfu.Server.Options;

namespace Sfu.Server.Conference;

/// <summary>What became of somebody at the door: a seat, a place to wait, or a problem.</summary>
internal readonly record struct Arrival(Seat? Seat, Visitor? Visitor, JoinResult? Result, ProblemCode? Problem)
{
    public static Arrival No(ProblemCode problem) => new(null, null, null, problem);
}

/// <summary>
/// All rooms and seats of the process. A room appears with its first and vanishes with its last participant. Joining and leaving go
/// through one lock, which keeps "the last one leaves while the next one comes" from being a special case; what it guards is short
/// and never waits. Lock order: hall, then room. Singleton.
/// </summary>
internal sealed class ConferenceHall(
    SfuOptions options, IMediaPlane media, OfferDesk offers, Entrance entrance, RoomSurroundings surroundings, Tokens tokens, SfuMetrics metrics, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Room> _rooms = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, Room> _roomsByNumber = [];
    private readonly Dictionary<uint, Seat> _seats = [];
    private readonly Dictionary<uint, Seat> _seatsByMedia = [];
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

    /// <summary>What each room holds.</summary>
    public IReadOnlyList<RoomCensus> Census()
    {
        Room[] rooms;
        lock (_lock)
        {
            rooms = [.. _rooms.Values];
        }

        return [.. rooms.Select(room => room.Census())];
    }

    public Arrival Join(RoomName name, DisplayName displayName, JoinRequest request, IPAddress? address, Outbox outbox)
    {
        var shown = entrance.Check(request, name, FindRoom(name), address);
        if (shown.Problem is { } problem)
        {
            return Arrival.No(problem);
        }

        lock (_lock)
        {
            var room = _rooms.GetValueOrDefault(name.Key);
            if (_closing)
            {
                return Arrival.No(ProblemCode.ServerFull);
            }

            if (shown.Seat is { } claim && room?.FindSeat(claim.Seat) is { } held)
            {
                held.From = shown.From;
                return Return(held, request, outbox);
            }

            if (_seats.Count >= options.Limits.Participants || (room is null && _rooms.Count >= options.Limits.Rooms))
            {
                return Arrival.No(ProblemCode.ServerFull);
            }

            var way = entrance.Find(shown, room);
            if (way.Problem is { } closed)
            {
                return Arrival.No(closed);
            }

            var arrival = Enter(room, name, displayName, way, request, outbox);
            if (arrival.Seat is { } taken)
            {
                taken.From = shown.From;
            }

            return arrival;
        }
    }

    /// <summary>A connection takes over a seat whose media still flows. Null: there is no such seat, or it needs new media.</summary>
    public ResumeResult? Resume(ResumeRequest request, Outbox outbox, out Seat? seat)
    {
        lock (_lock)
        {
            seat = tokens.ReadSeat(request.Seat) is { } claim && _rooms.Values.FirstOrDefault(room => room.Epoch == claim.Epoch) is { } room
                ? room.FindSeat(claim.Seat)
                : null;
            if (seat is not { HasMedia: true })
            {
                return null;
            }

            // Before the new outbox takes over: what is in the one is not in the other.
            return seat.Room.Resume(seat, outbox, request.Epoch, request.Sequence);
        }
    }

    /// <summary>Her connection ended without a word: her place waits if she keeps it.</summary>
    public void Disconnect(Seat seat, Outbox outbox)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(seat.Outbox, outbox) || !_seats.ContainsKey(seat.Participant))
            {
                return;
            }

            if (seat.IsKept)
            {
                Wait(seat);
                return;
            }
        }

        Leave(seat, LeaveReason.Disconnected);
    }

    public void Disconnect(Visitor visitor, Outbox outbox)
    {
        lock (_lock)
        {
            if (ReferenceEquals(visitor.Outbox, outbox))
            {
                visitor.ExpiresAt = time.GetTimestamp() + (visitor.IsKept ? Limits.GraceSeconds * time.TimestampFrequency : 0);
            }
        }

        if (!visitor.IsKept)
        {
            visitor.Room.StopKnocking(visitor);
        }
    }

    /// <summary>Her media session has ended; the workers have forgotten it.</summary>
    public void EndMedia(Seat seat, uint session, LeaveReason reason, ClosedReason told)
    {
        lock (_lock)
        {
            if (seat.Media != session)
            {
                return;
            }

            if (seat.IsKept && _seats.ContainsKey(seat.Participant))
            {
                seat.HasMedia = false;
                _seatsByMedia.Remove(session);
                seat.Outbox.Post(client => client.Closed(new Closed(told)));
                seat.Outbox.Close();
                Wait(seat);
                return;
            }
        }

        Leave(seat, reason, told);
    }

    /// <summary>Ends a participation; harmless when it has ended already. <paramref name="told"/> is what she still hears of it.</summary>
    public void Leave(Seat seat, LeaveReason reason, ClosedReason? told = null, string? by = null)
    {
        lock (_lock)
        {
            if (!_seats.Remove(seat.Participant))
            {
                return;
            }

            _seatsByMedia.Remove(seat.Media);
            media.Leave(seat.Room.Number, seat.Media);
            seat.Room.Leave(seat);
            metrics.Left(reason);
            if (seat.Room.IsEmpty && _rooms.Remove(seat.Room.Key))
            {
                _roomsByNumber.Remove(seat.Room.Number);
                metrics.RoomClosed();
            }
        }

        if (told is { } closedReason)
        {
            seat.Outbox.Post(client => client.Closed(new Closed(closedReason, by)));
        }

        seat.Outbox.Close();
    }

    /// <summary>Those whom a command has put out.</summary>
    public void Dismiss(IReadOnlyList<Farewell> farewells)
    {
        foreach (var farewell in farewells)
        {
            Leave(farewell.Seat, LeaveReason.Removed, farewell.Reason, farewell.By);
        }
    }

    /// <summary>True while this connection speaks for the seat.</summary>
    public bool IsSeated(Seat seat, Outbox outbox)
    {
        lock (_lock)
        {
            return _seats.ContainsKey(seat.Participant) && ReferenceEquals(seat.Outbox, outbox) && !outbox.IsClosed;
        }
    }

    public Seat? FindSeatByMedia(uint session)
    {
        lock (_lock)
        {
            return _seatsByMedia.GetValueOrDefault(session);
        }
    }

    public Room? FindRoom(uint number)
    {
        lock (_lock)
        {
            return _roomsByNumber.GetValueOrDefault(number);
        }
    }

    /// <summary>Seats that nobody came back to, rooms whose time is up, counters of addresses that are over. Called every second.</summary>
    public void Sweep()
    {
        entrance.Forget();
        Room[] rooms;
        lock (_lock)
        {
            rooms = [.. _rooms.Values];
        }

        foreach (var room in rooms)
        {
            room.Act(new RoomCommand.Tick(), null, out var farewells);
            Dismiss(farewells);
            var (seats, visitors) = room.Expired(time.GetTimestamp());
            foreach (var visitor in visitors)
            {
                room.StopKnocking(visitor);
            }

            foreach (var seat in seats)
            {
                Leave(seat, LeaveReason.Disconnected);
            }
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

    private Room? FindRoom(RoomName name)
    {
        lock (_lock)
        {
            return _rooms.GetValueOrDefault(name.Key);
        }
    }

    private Arrival Enter(Room? existing, RoomName name, DisplayName displayName, WayIn way, JoinRequest request, Outbox outbox)
    {
        var room = existing ?? new Room(++_lastRoom, name.Key, Convert.ToHexString(RandomNumberGenerator.GetBytes(8)), way.Opens!, surroundings);
        var number = ++_lastParticipant;
        var decision = room.Decide(new RoomCommand.Enter(number, displayName, way.Entry!));
        if (room.FindVisitor(way.Entry!.Seat) is { } known && !room.State.AdmittedSeats.Contains(known.Id) && (decision.Refusal != RoomRefusal.None || decision.Events.IsEmpty))
        {
            // She waits already; what has been closed meanwhile is for those who come now.
            room.Return(known, outbox, request.KeepSeat);
            return new Arrival(null, known, null, ProblemCode.Waiting);
        }

        if (decision.Refusal != RoomRefusal.None)
        {
            return Arrival.No(Refusals.CodeOf(decision.Refusal));
        }

        if (decision.Events is [RoomEvent.Knocked knocked])
        {
            var visitor = new Visitor(number, way.Entry.Seat, room, outbox, request.KeepSeat, surroundings.WaitingToken(room, way.Entry, knocked.Knocker.SinceMs));
            room.Knock(visitor, decision);
            return new Arrival(null, visitor, null, ProblemCode.Waiting);
        }

        var offer = offers.Write(request.VideoSlots, media.CandidatesOf(room.Number));
        if (!media.TryJoin(room.Number, number, offer.Credentials, offer.Slots))
        {
            return Arrival.No(ProblemCode.ServerFull);
        }

        var seat = new Seat(number, way.Entry.Seat, room, outbox, offer, request.KeepSeat, time);
        if (existing is null)
        {
            _rooms.Add(room.Key, room);
            _roomsByNumber.Add(room.Number, room);
            metrics.RoomOpened();
        }

        _seats.Add(number, seat);
        _seatsByMedia.Add(number, seat);
        metrics.Joined();
        var snapshot = room.Seat(seat, decision, way.Restores, out var others, out var barred);
        Dismiss(barred);
        return new Arrival(seat, null, Describe(seat, snapshot, others), null);
    }

    private Arrival Return(Seat seat, JoinRequest request, Outbox outbox)
    {
        var session = ++_lastParticipant;
        var offer = offers.Write(request.VideoSlots, media.CandidatesOf(seat.Room.Number));
        if (!media.TryJoin(seat.Room.Number, session, offer.Credentials, offer.Slots))
        {
            return Arrival.No(ProblemCode.ServerFull);
        }

        media.Leave(seat.Room.Number, seat.Media);
        _seatsByMedia.Remove(seat.Media);
        seat.Offer = offer;
        seat.IsAnswerDue = true;
        seat.IsKept = request.KeepSeat;
        var snapshot = seat.Room.Return(seat, outbox, session, out var others);
        _seatsByMedia.Add(session, seat);
        return new Arrival(seat, null, Describe(seat, snapshot, others), null);
    }

    private static JoinResult Describe(Seat seat, RoomSnapshot snapshot, IReadOnlyList<ParticipantInfo> others) => new(
        RoomView.IdOf(seat.Participant), seat.Offer.Sdp, others, seat.Offer.AudioMids, seat.Offer.VideoMids, seat.Room.TokenFor(seat), snapshot);

    private void Wait(Seat seat)
    {
        seat.ExpiresAt = time.GetTimestamp() + ((seat.IsBrief ? Limits.ReloadSeconds : Limits.GraceSeconds) * time.TimestampFrequency);
        seat.Room.Disconnect(seat);
    }
}
