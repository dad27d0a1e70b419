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

    /// <summary>When the first of the items came.</summary>
    public long FirstUs { get; private set; }

    /// <summary>No picture is among the items.</summary>
    public bool HasSoundOnly { get; private set; } = true;

    public bool TryAdd(PublisherStream stream, long sequence, int length, long nowUs)
    {
        if (_count == MaxItems)
            return false;
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 2);
        if (_count == 0)
            FirstUs = nowUs;
        HasSoundOnly &= stream.Source.IsAudio;
        _items[_count++] = new Item(stream, sequence, length);
        return true;
    }

    /// <summary>
    /// Puts sound behind pictures, the longest first: in a run of datagrams of one size the last may be shorter, so a voice may end the run of a picture
    /// or of another voice. The packets of one stream stay in their order.
    /// </summary>
    public void Arrange()
    {
        for (var i = 1; i < _count; i++)
        {
            var item = _items[i];
            var place = i;
            for (; place > 0 && Follows(_items[place - 1], item); place--)
                _items[place] = _items[place - 1];
            _items[place] = item;
        }
    }

    private static bool Follows(in Item item, in Item other) =>
        item.Stream.Source.IsAudio && item.Stream != other.Stream && (!other.Stream.Source.IsAudio || item.Length < other.Length);

    public void Clear()
    {
        // Streams of participants that left must not live on in here.
        Array.Clear(_items, 0, _count);
        _count = 0;
        HasSoundOnly = true;
    }

    public readonly struct Item(PublisherStream stream, long sequence, int length)
    {
        public readonly PublisherStream Stream = stream;
        public readonly long Sequence = sequence;

        /// <summary>Bytes in canonical form.</summary>
        public readonly int Length = length;
    }
}
