using Sfu.Media.Egress;
using Sfu.Media.Ingress;
using Sfu.Media.Slots;
using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;

namespace Sfu.Media.Rooms;

/// <summary>
/// One participant's media: what it publishes and what it gets. Decrypted packets go in; protected datagrams come out of
/// the room's <see cref="MediaRoom.Forward"/>. Created and removed by the room; used by the room's loop only.
/// </summary>
public sealed class MediaParticipant
{
    private readonly MediaRoom _room;
    private readonly PublisherFeedback _feedback;
    private readonly IncomingRtcp _rtcp;
    private RoundTrip _roundTrip = new();

    internal MediaParticipant(MediaRoom room, uint number, SlotPlan slots, TickPlan plan, StreamIndexes indexes, Wishes wishes)
    {
        _room = room;
        Number = number;
        Publisher = new Publisher(number, plan, indexes, Counters);
        Subscriber = new Subscriber(number, slots, new EgressWriter(Counters, wishes));
        _feedback = new PublisherFeedback(Publisher, FeedbackSsrc(slots));
        _rtcp = new IncomingRtcp(Publisher, Subscriber, Counters);
    }

    public uint Number { get; }

    public MediaCounters Counters { get; } = new();

    /// <summary>Smoothed round trip to this participant; a usual value before anything was measured.</summary>
    public long RttUs => _roundTrip.Us;

    internal Publisher Publisher { get; }

    internal Subscriber Subscriber { get; }

    /// <summary>
    /// From now on media flows. Once per participant: the numbers under which packets are encrypted run on, and fit only
    /// the keys they began with.
    /// </summary>
    /// <param name="sender">Stays the caller's to dispose, after the participant has been removed.</param>
    public void Connect(SrtpSender sender, in TransportAddress destination)
    {
        ArgumentNullException.ThrowIfNull(sender);
        if (Subscriber.Egress.IsConnected)
            throw new InvalidOperationException("Already connected.");
        Subscriber.Egress.Connect(sender, destination);
        _room.ChangeSources();
    }

    public void MoveTo(in TransportAddress destination) => Subscriber.Egress.MoveTo(destination);

    /// <summary>Which sources the participant says it publishes; packets of others are dropped.</summary>
    public void SetPublishing(Sources enabled)
    {
        Publisher.SetPublishing(enabled);
        _room.ChangeSources();
    }

    /// <summary>What the participant shows, most important first. Items beyond its video slots are not forwarded.</summary>
    public void SetView(ReadOnlySpan<ViewItem> items)
    {
        Subscriber.Video.SetView(items);
        _room.ChangeSources();
    }

    /// <param name="packet">Decrypted and authenticated.</param>
    public void ReceiveRtp(ReadOnlySpan<byte> packet, long nowUs) => Publisher.ReceiveRtp(packet, nowUs);

    /// <param name="compound">Decrypted and authenticated.</param>
    public void ReceiveRtcp(ReadOnlySpan<byte> compound, long nowUs)
    {
        _rtcp.Receive(compound, nowUs, ref _roundTrip);
        if (_rtcp.TakeUrgent())
            _room.Wake();
    }

    internal void Forward(ReadOnlySpan<TickPlan.Item> items, long nowUs, DatagramBatch output) =>
        Subscriber.Forward(items, RttUs, nowUs, output);

    /// <summary>Lists what <see cref="Forward"/> touches.</summary>
    internal void List(ReadAhead readAhead)
    {
        readAhead.Begin();
        readAhead.Add(this);
        Subscriber.List(readAhead);
    }

    /// <summary>Tells the participant about what it sends.</summary>
    internal void WriteFeedback(long nowUs, DatagramBatch output)
    {
        if (Subscriber.Egress.IsConnected)
            _feedback.Write(nowUs, RttUs, Subscriber.Egress, output);
    }

    internal void HandleWishes(bool reportsDue, long nowUs, DatagramBatch output)
    {
        if (Subscriber.Egress.IsConnected)
            Subscriber.HandleWishes(reportsDue, RttUs, nowUs, output);
    }

    private static uint FeedbackSsrc(SlotPlan slots) =>
        slots.Audio.Length > 0 ? slots.Audio[0].Ssrc : slots.Video.Length > 0 ? slots.Video[0].Ssrc : 1;
}
