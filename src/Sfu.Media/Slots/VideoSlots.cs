using Sfu.Media.Ingress;
using Sfu.Media.Layers;
using Sfu.WebRtc;

namespace Sfu.Media.Slots;

/// <summary>
/// Which videos one subscriber gets: the items of its view, each in the slot it had before, each at the layer that suits
/// its size. An item whose source is off keeps its slot, which then carries nothing. Owned by one subscriber.
/// </summary>
internal sealed class VideoSlots
{
    /// <summary>A layer that has just woken up may fall asleep again while the publisher's estimate settles; LiveKit tracks a layer for 500 ms.</summary>
    private const long SettleUs = 500 * MonotonicTime.Millisecond;

    private const int MaxLayers = 3;

    private readonly uint _self;
    private readonly Item[] _items;

    public VideoSlots(uint self, SlotStream[] announced, SlotRoutes routes)
    {
        _self = self;
        _items = new Item[announced.Length];
        Slots = new Slot[announced.Length];
        for (var i = 0; i < Slots.Length; i++)
            Slots[i] = new Slot(announced[i], isAudio: false, routes);
    }

    public Slot[] Slots { get; }

    /// <summary>What slot <paramref name="index"/> shows, if anything is there to show.</summary>
    public Source? Shown(int index) => _items[index].Source;

    /// <summary>Takes over as many items as there are slots. One's own video, audio and repeated items are passed over.</summary>
    public void SetView(ReadOnlySpan<ViewItem> items)
    {
        for (var i = 0; i < _items.Length; i++)
            _items[i].IsKept = false;

        // First those that have a slot, so that no new one takes it; what importance decides is who is in at all.
        Span<bool> placed = stackalloc bool[Math.Min(items.Length, MaxItems)];
        placed.Clear();
        var admitted = 0;
        var considered = 0;
        for (; considered < placed.Length && admitted < _items.Length; considered++)
        {
            if (!IsAcceptable(items, considered))
                continue;
            admitted++;
            placed[considered] = TryKeep(items[considered]);
        }

        for (var i = 0; i < _items.Length; i++)
        {
            if (!_items[i].IsKept)
                Drop(i);
        }

        for (var i = 0; i < considered; i++)
        {
            if (!placed[i] && IsAcceptable(items, i))
                PlaceInFreeSlot(items[i]);
        }
    }

    /// <summary>Chooses layers anew, and asks for key frames where a slot waits for one.</summary>
    /// <param name="publishers">All of the room by participant number.</param>
    public void Select(Dictionary<uint, Publisher> publishers, bool mayAsk, long nowUs)
    {
        for (var i = 0; i < Slots.Length; i++)
        {
            ref var item = ref _items[i];
            if (!item.IsKept)
                continue;
            var source = publishers.TryGetValue(item.View.Participant, out var publisher) ? publisher.Sources[(int)item.View.Kind] : null;
            item.Source = source is { IsEnabled: true } ? source : null;
            if (item.Source is null)
                Slots[i].Release();
            else
                Aim(Slots[i], item.Source, item.View, nowUs);
            if (mayAsk && Slots[i].AwaitsKeyframeOf is { } stream)
                stream.Keyframes.Ask();
        }
    }

    /// <summary>A client shows at most what it has slots for; a longer list is read this far.</summary>
    private const int MaxItems = 64;

    private bool IsAcceptable(ReadOnlySpan<ViewItem> items, int index)
    {
        var item = items[index];
        if (item.Participant == _self || item.Kind is not (SourceKind.Camera or SourceKind.Screen))
            return false;
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (items[earlier].Participant == item.Participant && items[earlier].Kind == item.Kind)
                return false;
        }

        return true;
    }

    private bool TryKeep(in ViewItem view)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            ref var item = ref _items[i];
            if (!item.IsUsed || item.View.Participant != view.Participant || item.View.Kind != view.Kind)
                continue;
            item.View = view;
            item.IsKept = true;
            return true;
        }

        return false;
    }

    private void PlaceInFreeSlot(in ViewItem view)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            if (_items[i].IsUsed)
                continue;
            _items[i] = new Item { View = view, IsUsed = true, IsKept = true };
            return;
        }
    }

    private void Drop(int index)
    {
        _items[index] = default;
        Slots[index].Release();
    }

    private static void Aim(Slot slot, Source source, in ViewItem view, long nowUs)
    {
        Span<LayerState> layers = stackalloc LayerState[MaxLayers];
        var count = 0;
        var anyActive = false;
        foreach (var stream in source.Layers)
        {
            var settled = stream == slot.Current || slot.Current is null || nowUs - stream.ActiveSinceUs >= SettleUs;
            var active = stream.IsActive(nowUs) && settled;
            anyActive |= active;
            layers[count++] = new LayerState(stream.Width, stream.Height, stream.HasMedia, active);
        }

        // A source that sends nothing at all (a shared screen that stands still) is no reason to change anything.
        if (!anyActive && AudioSlots.Carried(slot)?.Source == source)
            return;
        var layer = LayerChoice.Pick(layers[..count], view.Width, view.Height);
        if (layer != LayerChoice.None)
            slot.Aim(source.Layers[layer]);
    }

    private struct Item
    {
        public ViewItem View;
        public Source? Source;
        public bool IsUsed;
        public bool IsKept;
    }
}
