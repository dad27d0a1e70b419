using Sfu.Server.Media;

namespace Sfu.Server.Conference;

/// <summary>
/// One participant's place in a room: her number, her way of being told things, and the offer she was given. The conference owns
/// membership; the offer and <see cref="IsAnswerDue"/> belong to her connection, whose calls come one after the other.
/// </summary>
internal sealed class Seat(uint participant, Room room, Outbox outbox, Offer offer)
{
    public uint Participant { get; } = participant;

    public Room Room { get; } = room;

    public Outbox Outbox { get; } = outbox;

    /// <summary>What the browser was offered last.</summary>
    public Offer Offer { get; set; } = offer;

    /// <summary>True between an offer and its answer.</summary>
    public bool IsAnswerDue { get; set; } = true;
}
