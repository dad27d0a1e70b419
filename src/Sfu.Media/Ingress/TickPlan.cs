namespace Sfu.Media.Ingress;

/// <summary>
/// What a room's publishers took in since the last forwarding, in order of arrival, and what else the subscribers must
/// know before they forward it. Filled by ingress, emptied by the room; owned by the room.
/// </summary>
internal sealed class TickPlan
{
    /// <summary>Sixteen receive batches of 256: whoever does not forward in between has lost the thread.</summary>
    public const int MaxItems = 4096;

    private Item[] _items = new Item[256];
    private int _count;

    public ReadOnlySpan<Item> Items => _items.AsSpan(0, _count);

    /// <summary>A source came, went or started anew, or a layer woke up or changed its size: slots must choose again.</summary>
    public bool SourcesChanged { get; set; }

    /// <summary>A publisher said anew which wall-clock time its timestamps mean: the slots that carry it pass that on.</summary>
    public bool ReportsDue { get; set; }

    /// <summary>Last arrival of anything, so that a silent room needs no timers.</summary>
    public long LastReceivedUs { get; set; }

    public bool TryAdd(PublisherStream stream, long sequence)
    {
        if (_count == MaxItems)
            return false;
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        _items[_count++] = new Item(stream, sequence);
        return true;
    }

    public void Clear()
    {
        // Streams of participants that left must not live on in here.
        Array.Clear(_items, 0, _count);
        _count = 0;
    }

    public readonly struct Item(PublisherStream stream, long sequence)
    {
        public readonly PublisherStream Stream = stream;
        public readonly long Sequence = sequence;
    }
}
