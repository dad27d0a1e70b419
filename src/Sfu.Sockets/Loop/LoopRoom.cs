using Sfu.Media;
using Sfu.Media.Rooms;

namespace Sfu.Sockets.Loop;

/// <summary>A room's media on this loop; dies with its last participant. Passes its events on under the room's number.</summary>
internal sealed class LoopRoom : IMediaEvents
{
    private readonly IWorkerEvents _events;

    public LoopRoom(uint number, IWorkerEvents events)
    {
        Number = number;
        _events = events;
        Media = new MediaRoom(this);
    }

    public uint Number { get; }

    public MediaRoom Media { get; }

    public int Participants { get; set; }

    /// <summary>True when packets were ingested since the last <see cref="MediaRoom.Forward"/>.</summary>
    public bool HasWork { get; set; }

    public void SlotsChanged(MediaParticipant subscriber, ReadOnlySpan<SlotAssignment> slots) =>
        _events.SlotsChanged(subscriber.Number, slots);

    public void SpeakersChanged(ReadOnlySpan<uint> participants) => _events.SpeakersChanged(Number, participants);
}
