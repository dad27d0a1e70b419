using System.Threading.Channels;
using Sfu.Media;
using Sfu.Server.Metrics;

namespace Sfu.Server.Media;

/// <summary>What a media loop reports, copied so that it can leave the loop's thread.</summary>
internal abstract record MediaEvent
{
    private MediaEvent()
    {
    }

    /// <summary>The loop has already forgotten the participant.</summary>
    public sealed record Ended(uint Participant, LeaveReason Reason) : MediaEvent;

    public sealed record SlotsChanged(uint Subscriber, SlotAssignment[] Slots) : MediaEvent;

    public sealed record SpeakersChanged(uint Room, uint[] Participants) : MediaEvent;
}

/// <summary>
/// The way from the loops to signalling. Unbounded because a loop may neither wait nor lose a full-state event, and in fact short:
/// its one reader never blocks, and the loops limit how often they report.
/// </summary>
internal sealed class MediaEventQueue
{
    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>(new UnboundedChannelOptions { SingleReader = true });

    public ChannelReader<MediaEvent> Reader => _events.Reader;

    public void Post(MediaEvent happened) => _events.Writer.TryWrite(happened);
}
