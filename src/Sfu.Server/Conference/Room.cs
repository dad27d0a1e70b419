using Sfu.Media;
using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Links;
using Sfu.Server.Media;

namespace Sfu.Server.Conference;

/// <summary>Who is out after a command, and what she is told.</summary>
internal readonly record struct Farewell(Seat Seat, ClosedReason Reason, string? By);

/// <summary>
/// A room that exists: its state, the log of its last events, and the seats that hear of its changes. One lock makes every command
/// atomic and gives all seats the same order of events; nothing inside it waits. Lives from its first to its last participant.
/// </summary>
internal sealed partial class Room(uint number, string key, string epoch, RoomState opened, RoomSurroundings services)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<uint, Seat> _seats = [];
    private readonly Dictionary<uint, Visitor> _visitors = [];
    private readonly Dictionary<uint, uint> _participantOfMedia = [];
    private readonly Dictionary<string, Participant> _departed = new(StringComparer.Ordinal);
    private readonly Dictionary<uint, string> _names = [];
    private readonly Queue<(RoomState State, RoomEvent Happened)> _log = new();
    private readonly TalkTime _talkTime = new();
    private readonly HashSet<UInt128> _barredFrom = [];
    private RoomState _state = opened;

    /// <summary>Unique in the process; what the media workers call this room.</summary>
    public uint Number { get; } = number;

    public string Key { get; } = key;

    /// <summary>Random; tells one life of the room from the next under the same name.</summary>
    public string Epoch { get; } = epoch;

    /// <summary>Counts up with every change of the settings by a person, across restarts.</summary>
    public long Revision { get; private set; }

    /// <summary>Null when there is none, and also after a restart, when nobody knows it any more.</summary>
    public RoomPassword? Password { get; private set; }

    /// <summary>An immutable picture.</summary>
    public RoomState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    public bool IsEmpty => State.IsEmpty;

    public bool Holds(uint participant)
    {
        lock (_lock)
        {
            return _seats.ContainsKey(participant);
        }
    }

    public Seat? FindSeat(string id)
    {
        lock (_lock)
        {
            return _seats.Values.FirstOrDefault(seat => seat.Id == id);
        }
    }

    /// <summary>How somebody was when she left this room by herself.</summary>
    public Participant? Departed(string id)
    {
        lock (_lock)
        {
            return _departed.GetValueOrDefault(id);
        }
    }

    public RoomDecision Decide(RoomCommand command)
    {
        lock (_lock)
        {
            return _state.Decide(command, services.Limits, services.NowMs);
        }
    }

    /// <summary>Takes a seat that <see cref="Decide"/> let in; gives those who were there before and the room as she sees it.</summary>
    /// <param name="restores">Her token of the meeting before a restart that goes on here; null: she is new to it, or it to her.</param>
    /// <param name="farewells">Those who were barred from it and are here.</param>
    public RoomSnapshot Seat(Seat seat, RoomDecision decision, SeatClaim? restores, out IReadOnlyList<ParticipantInfo> others, out IReadOnlyList<Farewell> farewells)
    {
        lock (_lock)
        {
            others = [.. _state.Participants.Values.Select(RoomView.Describe)];
            if (FindVisitor(seat.Id) is { } waited)
            {
                _visitors.Remove(waited.Number);
                waited.Outbox.Close();
            }

            _departed.Remove(seat.Id);
            Apply(decision);
            farewells = restores is null ? [] : Restore(restores);
            _seats.Add(seat.Participant, seat);
            _participantOfMedia[seat.Media] = seat.Participant;
            Remember(seat.Participant);
            return RoomView.Snapshot(_state, Epoch, Restored, seat.Participant);
        }
    }

    /// <summary>A new connection, and with it a new media session unless <paramref name="media"/> is null, for a seat that is here.</summary>
    public RoomSnapshot Return(Seat seat, Outbox outbox, uint? media, out IReadOnlyList<ParticipantInfo> others)
    {
        lock (_lock)
        {
            seat.Outbox.Post(client => client.Closed(new Closed(ClosedReason.Replaced)));
            seat.Outbox.Close();
            seat.Outbox = outbox;
            seat.ExpiresAt = null;
            seat.IsBrief = false;
            if (media is { } session)
            {
                _participantOfMedia.Remove(seat.Media);
                _participantOfMedia[session] = seat.Participant;
                seat.Media = session;
                seat.HasMedia = true;
                seat.Wanted = [];
            }

            Apply(_state.Decide(new RoomCommand.SetConnected(seat.Participant, true), services.Limits));
            if (media is not null)
            {
                // What was open stays open for the others, what a moderator closed stays closed, whatever the new session sends.
                services.TellMedia(this, seat, _state.Participants[seat.Participant].Publishing);
                ShowAgain();
            }

            others = [.. _state.Participants.Values.Where(who => who.Number != seat.Participant).Select(RoomView.Describe)];
            return RoomView.Snapshot(_state, Epoch, Restored, seat.Participant);
        }
    }

    /// <summary>A new connection for a seat whose media goes on: what it has missed, or all of it when that is not kept any more.</summary>
    public ResumeResult Resume(Seat seat, Outbox outbox, string epoch, long sequence)
    {
        lock (_lock)
        {
            // Read before the outbox changes hands: what is in the one is not in the other.
            var missed = Missed(seat, epoch, sequence);
            var snapshot = Return(seat, outbox, media: null, out _);
            if (seat.Slots is { } slots)
            {
                outbox.Post(client => client.Slots(slots));
            }

            return new ResumeResult(TokenFor(seat), missed ?? [], missed is null ? snapshot : null);
        }
    }

    public void SetSlots(Seat seat, SlotsState slots)
    {
        lock (_lock)
        {
            seat.Slots = slots;
            seat.Outbox.Post(client => client.Slots(slots));
        }
    }

    /// <summary>Her connection is gone; her place waits.</summary>
    public void Disconnect(Seat seat)
    {
        lock (_lock)
        {
            Apply(_state.Decide(new RoomCommand.SetConnected(seat.Participant, false), services.Limits));
        }
    }

    /// <summary>False: she was not here any more.</summary>
    public bool Leave(Seat seat)
    {
        lock (_lock)
        {
            if (!_seats.Remove(seat.Participant))
            {
                return false;
            }

            if (_state.Participants.TryGetValue(seat.Participant, out var who))
            {
                if (_departed.Count < Limits.PeopleRemembered)
                {
                    _departed[seat.Id] = who;
                }

                Apply(_state.Decide(new RoomCommand.Leave(seat.Participant), services.Limits));
            }

            _participantOfMedia.Remove(seat.Media);
            CloseDoorIfOver();
            return true;
        }
    }

    /// <summary>Somebody who came from there was barred. Those who are inside may share her address and stay.</summary>
    public bool IsBarred(UInt128 from)
    {
        lock (_lock)
        {
            return _barredFrom.Contains(from);
        }
    }

    /// <summary>Carries out what somebody wants; gives those who are out because of it.</summary>
    public RoomRefusal Act(RoomCommand command, RoomPassword? password, out IReadOnlyList<Farewell> farewells)
    {
        lock (_lock)
        {
            var before = _state;
            var decision = _state.Decide(command, services.Limits, services.NowMs);
            Apply(decision);
            if (decision.Refusal == RoomRefusal.None && command is RoomCommand.Act { Action: RoomAction.SetPassword })
            {
                Password = password;
            }

            farewells = [.. decision.Events.SelectMany(happened => FarewellsOf(happened, before))];
            CloseDoorIfOver();
            return decision.Refusal;
        }
    }

    /// <summary>Tells the room and the media worker in one step, so that the two cannot disagree. False: the worker is overloaded.</summary>
    public bool SetPublishing(Seat seat, Publishing publishing)
    {
        lock (_lock)
        {
            var decision = _state.Decide(new RoomCommand.SetPublishing(seat.Participant, publishing), services.Limits);
            if (decision.Refusal != RoomRefusal.None || decision.Events.IsEmpty)
            {
                return true;
            }

            var open = ((RoomEvent.PublishingChanged)decision.Events[0]).Publishing;
            if (open != _state.Participants[seat.Participant].Publishing && !services.TryTellMedia(this, seat, open))
            {
                return false;
            }

            Apply(decision);
            return true;
        }
    }

    /// <summary>False: the worker is overloaded.</summary>
    public bool SetView(Seat seat, IReadOnlyList<WantedVideo> wanted)
    {
        lock (_lock)
        {
            seat.Wanted = wanted;
            return Show(seat);
        }
    }

    public void SetSpeakers(uint[] media)
    {
        lock (_lock)
        {
            var participants = media.Select(ParticipantOf).ToArray();
            _talkTime.SetSpeakers(participants, services.NowMs);
            var speakers = new SpeakersState([.. participants.Select(RoomView.IdOf)]);
            Post(client => client.Speakers(speakers), except: 0);
        }
    }

    public uint ParticipantOf(uint media)
    {
        lock (_lock)
        {
            return _participantOfMedia.GetValueOrDefault(media, media);
        }
    }

    public string TokenFor(Seat seat)
    {
        lock (_lock)
        {
            return services.Token(this, _state, _state.Participants[seat.Participant]);
        }
    }

    /// <summary>Seats and visitors whose time is up.</summary>
    public (Seat[] Seats, Visitor[] Visitors) Expired(long now)
    {
        lock (_lock)
        {
            return ([.. _seats.Values.Where(seat => seat.ExpiresAt <= now)], [.. _visitors.Values.Where(visitor => visitor.ExpiresAt <= now)]);
        }
    }

    /// <summary>Of those who have left, whoever came first is forgotten first; numbers grow.</summary>
    private void Remember(uint participant)
    {
        _names[participant] = _state.Participants[participant].Name.Value;
        if (_names.Count > Limits.PeopleRemembered + _seats.Count)
        {
            var oldest = _names.Keys.Where(known => !_seats.ContainsKey(known)).Min();
            _names.Remove(oldest);
            _talkTime.Forget(oldest);
        }
    }

    private void Apply(RoomDecision decision)
    {
        foreach (var decided in decision.Events)
        {
            var happened = services.Prove(this, decided);
            var before = _state;
            _state = _state.Apply(happened);
            _log.Enqueue((_state, happened));
            if (_log.Count > Limits.KeptUpdates)
            {
                _log.Dequeue();
            }

            Enforce(happened);
            Announce(happened, before);
        }
    }

    /// <summary>Media follows before anybody is told.</summary>
    private void Enforce(RoomEvent happened)
    {
        switch (happened)
        {
            case RoomEvent.SourcesStopped stopped when _seats.TryGetValue(stopped.Participant, out var seat):
                services.TellMedia(this, seat, stopped.Publishing);
                break;
            case RoomEvent.Removed { Barred: true } removed when _seats.TryGetValue(removed.Participant.Number, out var barred):
                if (barred.From is { } from && _barredFrom.Count < Limits.BarredAddresses)
                {
                    _barredFrom.Add(from);
                }

                break;
            case RoomEvent.SettingsChanged changed:
                Revision += changed.By == 0 ? 0 : 1;
                ShowAgain();
                break;
            case RoomEvent.RoleChanged:
                ShowAgain();
                break;
        }
    }
}
