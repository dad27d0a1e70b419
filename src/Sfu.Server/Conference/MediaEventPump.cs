using Sfu.Media;
using Sfu.Server.Contracts;
using Sfu.Server.Media;
using Sfu.Server.Metrics;

namespace Sfu.Server.Conference;

/// <summary>Carries what the media loops report to the participants concerned. One reader for the life of the process.</summary>
internal sealed class MediaEventPump(MediaEventQueue queue, ConferenceHall hall) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var happened in queue.Reader.ReadAllAsync(stoppingToken))
        {
            Handle(happened);
        }
    }

    private void Handle(MediaEvent happened)
    {
        switch (happened)
        {
            case MediaEvent.SlotsChanged changed when hall.FindSeat(changed.Subscriber) is { } seat:
                var slots = new SlotsState([.. changed.Slots.Select(Describe)]);
                seat.Outbox.Post(client => client.Slots(slots));
                break;
            case MediaEvent.SpeakersChanged changed when hall.FindRoom(changed.Room) is { } room:
                var speakers = new SpeakersState([.. changed.Participants.Select(Room.IdOf)]);
                room.PostToAll(client => client.Speakers(speakers));
                break;
            case MediaEvent.Ended ended when hall.FindSeat(ended.Participant) is { } seat:
                hall.Leave(seat, ended.Reason, ended.Reason == LeaveReason.MediaClosed ? ClosedReason.Left : ClosedReason.MediaTimeout);
                break;
        }
    }

    private static SlotState Describe(SlotAssignment slot) => new(
        slot.Mid,
        slot.Participant == 0 ? null : Room.IdOf(slot.Participant),
        slot.Kind switch
        {
            SourceKind.Mic => SourceName.Mic,
            SourceKind.Camera => SourceName.Camera,
            SourceKind.Screen => SourceName.Screen,
            _ => SourceName.ScreenAudio,
        });
}
