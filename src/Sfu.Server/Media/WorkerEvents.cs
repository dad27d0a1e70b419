using Sfu.Media;
using Sfu.Server.Metrics;
using Sfu.Sockets.Loop;

namespace Sfu.Server.Media;

/// <summary>Takes a worker's reports off its thread. Stateless; shared by all workers.</summary>
internal sealed class WorkerEvents(MediaEventQueue queue) : IWorkerEvents
{
    public void MediaConnected(uint participant)
    {
        // Nothing to tell: the browser knows by itself when it is connected.
    }

    public void MediaEnded(uint participant, PeerEnd reason) => queue.Post(new MediaEvent.Ended(participant, reason switch
    {
        PeerEnd.ConsentExpired => LeaveReason.MediaTimeout,
        PeerEnd.HandshakeFailed => LeaveReason.MediaFailed,
        _ => LeaveReason.MediaClosed,
    }));

    public void SlotsChanged(uint subscriber, ReadOnlySpan<SlotAssignment> slots) => queue.Post(new MediaEvent.SlotsChanged(subscriber, slots.ToArray()));

    public void SpeakersChanged(uint room, ReadOnlySpan<uint> participants) => queue.Post(new MediaEvent.SpeakersChanged(room, participants.ToArray()));
}
