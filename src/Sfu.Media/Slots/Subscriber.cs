using Sfu.Media.Egress;
using Sfu.Media.Ingress;
using Sfu.WebRtc;

namespace Sfu.Media.Slots;

/// <summary>
/// What one participant receives: its slots, and the retransmissions it asked for. Owned by the room's loop.
/// </summary>
internal sealed class Subscriber
{
    /// <summary>What one tick can be asked to send again; a burst of 300 ms at 3 Mbit/s is about a hundred packets.</summary>
    private const int MaxPendingResends = 512;

    private readonly SlotRoutes _routes = new();
    private PendingResend[] _resends = []; // taken with the first wish
    private int _resendCount;

    public Subscriber(uint self, SlotPlan plan, EgressWriter egress)
    {
        Egress = egress;
        Audio = new AudioSlots(self, plan.Audio, _routes);
        Video = new VideoSlots(self, plan.Video, _routes);
        Assignments = new SlotAnnouncement(Audio, Video);
    }

    public EgressWriter Egress { get; }

    public AudioSlots Audio { get; }

    public VideoSlots Video { get; }

    public SlotAnnouncement Assignments { get; }

    /// <summary>Writes everything of the tick that this subscriber gets.</summary>
    public void Forward(ReadOnlySpan<TickPlan.Item> items, long rttUs, long nowUs, DatagramBatch output)
    {
        if (!Egress.IsConnected)
            return;
        SendAgain(rttUs, nowUs, output);
        foreach (ref readonly var item in items)
        {
            if (_routes.Find(item.Stream) is { } slot && item.Stream.Ring!.TryGet(item.Sequence, out var info, out var packet))
                slot.Forward(item.Stream, info, packet, Egress, nowUs, output);
        }
    }

    /// <summary>Lists what <see cref="Forward"/> touches.</summary>
    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        _routes.List(readAhead);
        Egress.List(readAhead);
        foreach (var slot in Audio.Slots)
            slot.List(readAhead);
        foreach (var slot in Video.Slots)
            slot.List(readAhead);
    }

    /// <summary>Sends what was asked for again, and sender reports that have become due.</summary>
    /// <param name="reportsDue">A publisher has reported since the last call.</param>
    public void HandleWishes(bool reportsDue, long rttUs, long nowUs, DatagramBatch output)
    {
        SendAgain(rttUs, nowUs, output);
        if (!reportsDue && !Egress.ReportsDue)
            return;
        Egress.ReportsWritten();
        foreach (var slot in Audio.Slots)
            slot.WriteReport(Egress, nowUs, output);
        foreach (var slot in Video.Slots)
            slot.WriteReport(Egress, nowUs, output);
    }

    /// <summary>The slot that sends with this SSRC; null if it is none of ours.</summary>
    public Slot? FindSlot(uint ssrc)
    {
        foreach (var slot in Audio.Slots)
        {
            if (slot.Ssrc == ssrc)
                return slot;
        }

        foreach (var slot in Video.Slots)
        {
            if (slot.Ssrc == ssrc)
                return slot;
        }

        return null;
    }

    public void AskAgain(Slot slot, ushort sequenceNumber)
    {
        if (_resends.Length == 0)
            _resends = new PendingResend[MaxPendingResends];
        Egress.Wish(reports: false);
        if (_resendCount < MaxPendingResends)
            _resends[_resendCount++] = new PendingResend(slot, sequenceNumber);
        else
            Egress.Counters.Drop(DropReason.RtxBudget);
    }

    /// <summary>A publisher leaves: nothing of it may stay in a slot.</summary>
    public void Release(uint participant)
    {
        Release(Audio.Slots, participant);
        Release(Video.Slots, participant);
    }

    /// <summary>The subscriber itself leaves.</summary>
    public void ReleaseAll()
    {
        foreach (var slot in Audio.Slots)
            slot.Release();
        foreach (var slot in Video.Slots)
            slot.Release();
    }

    private static void Release(Slot[] slots, uint participant)
    {
        foreach (var slot in slots)
        {
            if (slot.Current?.Source.Participant == participant || slot.Target?.Source.Participant == participant)
                slot.Release();
        }
    }

    private void SendAgain(long rttUs, long nowUs, DatagramBatch output)
    {
        for (var i = 0; i < _resendCount; i++)
            _resends[i].Slot.Resend(_resends[i].SequenceNumber, rttUs, Egress, nowUs, output);
        _resendCount = 0;
    }

    private readonly record struct PendingResend(Slot Slot, ushort SequenceNumber);
}
