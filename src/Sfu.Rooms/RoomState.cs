using System.Collections.Immutable;

namespace Sfu.Rooms;

/// <summary>
/// A room at one moment. Immutable: <see cref="Decide"/> turns a command into events without changing anything,
/// <see cref="Apply"/> gives the state after an event. Whoever holds the current state serialises the two.
/// </summary>
public sealed record RoomState
{
    public static RoomState Empty { get; } = new();

    private RoomState()
    {
    }

    public ImmutableSortedDictionary<uint, Participant> Participants { get; private init; } = ImmutableSortedDictionary<uint, Participant>.Empty;

    /// <summary>Number of events applied so far.</summary>
    public long Sequence { get; private init; }

    public bool IsEmpty => Participants.IsEmpty;

    public RoomDecision Decide(RoomCommand command, Limits limits) => command switch
    {
        RoomCommand.Join join => DecideJoin(join, limits),
        RoomCommand.Leave leave => Participants.ContainsKey(leave.Participant)
            ? RoomDecision.Accept(new RoomEvent.Left(leave.Participant))
            : RoomDecision.Refuse(RoomRefusal.NotJoined),
        RoomCommand.SetPublishing set => DecidePublishing(set),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    public RoomState Apply(RoomEvent happened)
    {
        var participants = happened switch
        {
            RoomEvent.Joined joined => Participants.Add(joined.Participant.Number, joined.Participant),
            RoomEvent.Left left => Participants.Remove(left.Participant),
            RoomEvent.PublishingChanged changed =>
                Participants.SetItem(changed.Participant, Participants[changed.Participant] with { Publishing = changed.Publishing }),
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };
        return this with { Participants = participants, Sequence = Sequence + 1 };
    }

    private RoomDecision DecideJoin(RoomCommand.Join join, Limits limits)
    {
        if (Participants.ContainsKey(join.Participant))
        {
            return RoomDecision.Refuse(RoomRefusal.AlreadyJoined);
        }

        // Mic and camera are off at entry, whatever the client says: it has to ask after joining.
        return Participants.Count >= limits.ParticipantsPerRoom
            ? RoomDecision.Refuse(RoomRefusal.RoomFull)
            : RoomDecision.Accept(new RoomEvent.Joined(new Participant(join.Participant, join.Name, default)));
    }

    private RoomDecision DecidePublishing(RoomCommand.SetPublishing set)
    {
        if (!Participants.TryGetValue(set.Participant, out var participant))
        {
            return RoomDecision.Refuse(RoomRefusal.NotJoined);
        }

        return participant.Publishing == set.Publishing
            ? RoomDecision.Accept()
            : RoomDecision.Accept(new RoomEvent.PublishingChanged(set.Participant, set.Publishing));
    }
}
