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
            case MediaEvent.SlotsChanged changed when hall.FindSeatByMedia(changed.Subscriber) is { } seat:
                seat.Room.SetSlots(seat, new SlotsState([.. changed.Slots.Select(slot => Describe(slot, seat.Room))]));
                break;
            case MediaEvent.SpeakersChanged changed when hall.FindRoom(changed.Room) is { } room:
                room.SetSpeakers(changed.Participants);
                break;
            case MediaEvent.Ended ended when hall.FindSeatByMedia(ended.Participant) is { } seat:
                hall.EndMedia(seat, ended.Participant, ended.Reason, ended.Reason == LeaveReason.MediaClosed ? ClosedReason.Left : ClosedReason.MediaTimeout);
                break;
        }
    }

    private static SlotState Describe(SlotAssignment slot, Room room) => new(
        slot.Mid,
        slot.Participant == 0 ? null : RoomView.IdOf(room.ParticipantOf(slot.Participant)),
        slot.Kind switch
        {
            SourceKind.Mic => SourceName.Mic,
            SourceKind.Camera => SourceName.Camera,
            SourceKind.Screen => SourceName.Screen,
            _ => SourceName.ScreenAudio,
        });
}
