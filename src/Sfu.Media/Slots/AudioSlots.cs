using Sfu.Media.Ingress;
using Sfu.Media.Speakers;

namespace Sfu.Media.Slots;

/// <summary>
/// Which of the others one subscriber hears: with no more of them than slots everybody, else the loudest. Who has a slot
/// keeps it while silent until somebody needs it. Owned by one subscriber.
/// </summary>
internal sealed class AudioSlots
{
    private readonly uint _self;
    private readonly SlotRoutes _routes;
    private LouderFor _challenge = new();

    public AudioSlots(uint self, SlotStream[] announced, SlotRoutes routes)
    {
        _self = self;
        _routes = routes;
        Slots = new Slot[announced.Length];
        for (var i = 0; i < Slots.Length; i++)
            Slots[i] = new Slot(announced[i], isAudio: true, routes);
    }

    public Slot[] Slots { get; }

    /// <param name="streams">All audio streams of the room that have sent since they were turned on.</param>
    public void Select(ReadOnlySpan<PublisherStream> streams, long nowUs)
    {
        foreach (var slot in Slots)
        {
            if (Carried(slot) is { } carried && !(carried.Source.IsEnabled && carried.HasMedia))
                slot.Release();
        }

        // One slot changes hands at a time; the free ones are filled at once.
        while (Loudest(streams, nowUs) is { } candidate)
        {
            if (FreeSlot() is { } free)
            {
                free.Aim(candidate);
                continue;
            }

            if (Weakest(nowUs) is not { } weakest || !MayTake(candidate, Carried(weakest)!, nowUs))
                return;
            weakest.Release();
            weakest.Aim(candidate);
            _challenge.Forget();
            return;
        }

        _challenge.Forget();
    }

    public static PublisherStream? Carried(Slot slot) => slot.Target ?? slot.Current;

    private bool MayTake(PublisherStream candidate, PublisherStream holder, long nowUs)
    {
        if (candidate.Speaker.IsSpeaking(nowUs) && !holder.Speaker.IsSpeaking(nowUs))
            return true;
        return _challenge.Challenge(candidate.RoomIndex, candidate.Speaker.Energy(nowUs), holder.Speaker.Energy(nowUs), nowUs);
    }

    private PublisherStream? Loudest(ReadOnlySpan<PublisherStream> streams, long nowUs)
    {
        PublisherStream? loudest = null;
        var most = -1;
        foreach (var stream in streams)
        {
            if (stream.Source.Participant == _self || _routes.Find(stream) is not null)
                continue;
            var energy = stream.Speaker.Energy(nowUs);
            if (energy > most)
                (loudest, most) = (stream, energy);
        }

        return loudest;
    }

    private Slot? FreeSlot()
    {
        foreach (var slot in Slots)
        {
            if (Carried(slot) is null)
                return slot;
        }

        return null;
    }

    /// <summary>Who has been silent longest, or else speaks most quietly.</summary>
    private Slot? Weakest(long nowUs)
    {
        Slot? weakest = null;
        foreach (var slot in Slots)
        {
            if (weakest is null || IsWeaker(Carried(slot)!, Carried(weakest)!, nowUs))
                weakest = slot;
        }

        return weakest;
    }

    private static bool IsWeaker(PublisherStream a, PublisherStream b, long nowUs)
    {
        var (aSpeaks, bSpeaks) = (a.Speaker.IsSpeaking(nowUs), b.Speaker.IsSpeaking(nowUs));
        if (aSpeaks != bSpeaks)
            return !aSpeaks;
        return aSpeaks ? a.Speaker.Energy(nowUs) < b.Speaker.Energy(nowUs) : a.Speaker.LoudUs < b.Speaker.LoudUs;
    }
}
