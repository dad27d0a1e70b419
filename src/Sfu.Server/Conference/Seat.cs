using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Limiting;
using Sfu.Server.Media;

namespace Sfu.Server.Conference;

/// <summary>
/// One participant's place in a room: who she is, her way of being told things, and the media session she has now. It outlives her
/// connection when she keeps it. The conference owns membership; the offer and <see cref="IsAnswerDue"/> belong to her connection,
/// whose calls come one after the other.
/// </summary>
internal sealed class Seat(uint participant, string id, Room room, Outbox outbox, Offer offer, bool isKept, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly CommandMemory<Reply<Done>> _commands = new(Unknown);
    private readonly TokenBucket _actions = new(Limits.ActionsPerSecond, Limits.ActionBurst, time);

    public uint Participant { get; } = participant;

    /// <summary>Who she is across connections; in her token.</summary>
    public string Id { get; } = id;

    public Room Room { get; } = room;

    /// <summary>The connection that speaks for her now.</summary>
    public Outbox Outbox { get; set; } = outbox;

    /// <summary>Mark of the address she came from last; null where it says nothing.</summary>
    public UInt128? From { get; set; }

    /// <summary>What the media workers call her; another number after every new media session.</summary>
    public uint Media { get; set; } = participant;

    public bool HasMedia { get; set; } = true;

    /// <summary>Her client comes back by token, so a lost connection is not yet a farewell.</summary>
    public bool IsKept { get; set; } = isKept;

    /// <summary>Her page has said that it goes away; it is back soon or never.</summary>
    public bool IsBrief { get; set; }

    /// <summary>When she loses her place unless she is back; null while she is connected.</summary>
    public long? ExpiresAt { get; set; }

    /// <summary>What the browser was offered last.</summary>
    public Offer Offer { get; set; } = offer;

    /// <summary>True between an offer and its answer.</summary>
    public bool IsAnswerDue { get; set; } = true;

    /// <summary>The videos she asked for, whether or not she may see all of them.</summary>
    public IReadOnlyList<WantedVideo> Wanted { get; set; } = [];

    /// <summary>What her slots carried last, for a connection that takes over.</summary>
    public SlotsState? Slots { get; set; }

    /// <summary>Chat, hands and reactions have a pace.</summary>
    public bool TryTakeAction() => _actions.TryTake();

    /// <summary>Carries a command out once, whatever connection it comes by. A reply that is not final is not remembered.</summary>
    public Reply<Done> Once(long id, Func<Reply<Done>> carryOut, Func<Reply<Done>, bool> isFinal)
    {
        lock (_lock)
        {
            return _commands.Once(id, carryOut, isFinal);
        }
    }

    private static Reply<Done> Unknown { get; } = new(null, new Problem(ProblemCode.RequestInvalid, "The command's id is older than what the server remembers."));
}

internal readonly record struct WantedVideo(uint Participant, bool IsScreen, ushort Width, ushort Height);

/// <summary>Somebody before the door: the connection that hears how it goes on. No media, no seat.</summary>
internal sealed class Visitor(uint number, string id, Room room, Outbox outbox, bool isKept, string token)
{
    public uint Number { get; } = number;

    public string Id { get; } = id;

    public Room Room { get; } = room;

    public Outbox Outbox { get; set; } = outbox;

    public bool IsKept { get; set; } = isKept;

    public string Token { get; } = token;

    public long? ExpiresAt { get; set; }
}
