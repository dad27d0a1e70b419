namespace Sfu.Media.Rooms;

/// <summary>
/// What clients must be told about a room's media. Called by the loop that owns the room, between packets and only on
/// change; the spans are valid during the call. An implementation must not call back into the room.
/// </summary>
public interface IMediaEvents
{
    /// <summary>All slots of one subscriber, audio first, in the order of its plan.</summary>
    void SlotsChanged(MediaParticipant subscriber, ReadOnlySpan<SlotAssignment> slots);

    /// <summary>Who speaks now, loudest first.</summary>
    void SpeakersChanged(ReadOnlySpan<uint> participants);
}
