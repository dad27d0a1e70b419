namespace Sfu.Media.Slots;

/// <summary>What a subscriber's client was last told about its slots, to tell it again only when that changed. Owned by one subscriber.</summary>
internal sealed class SlotAnnouncement
{
    private readonly AudioSlots _audio;
    private readonly VideoSlots _video;
    private readonly SlotAssignment[] _announced;

    public SlotAnnouncement(AudioSlots audio, VideoSlots video)
    {
        _audio = audio;
        _video = video;
        _announced = new SlotAssignment[audio.Slots.Length + video.Slots.Length];
        var next = 0;
        foreach (var slot in audio.Slots)
            _announced[next++] = new SlotAssignment(slot.Mid, 0, SourceKind.Mic);
        foreach (var slot in video.Slots)
            _announced[next++] = new SlotAssignment(slot.Mid, 0, SourceKind.Camera);
    }

    public ReadOnlySpan<SlotAssignment> Announced => _announced;

    /// <summary>True if there is something new to announce; <see cref="Announced"/> holds it then.</summary>
    public bool TryUpdate()
    {
        var changed = false;
        for (var i = 0; i < _audio.Slots.Length; i++)
            changed |= Update(i, AudioSlots.Carried(_audio.Slots[i])?.Source);
        for (var i = 0; i < _video.Slots.Length; i++)
            changed |= Update(_audio.Slots.Length + i, _video.Shown(i));
        return changed;
    }

    private bool Update(int index, Ingress.Source? source)
    {
        ref var announced = ref _announced[index];
        var participant = source?.Participant ?? 0;
        var kind = source?.Kind ?? announced.Kind;
        if (announced.Participant == participant && announced.Kind == kind)
            return false;
        announced = announced with { Participant = participant, Kind = kind };
        return true;
    }
}
