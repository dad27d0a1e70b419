namespace Sfu.Client.Media;

/// <summary>
/// The last packets of one stream, for retransmission: payloads in one array, found by sequence number.
/// Owned by the stream.
/// </summary>
internal sealed class SentPacketRing(int capacity, int maxPayloadLength)
{
    private readonly byte[] _payloads = new byte[capacity * maxPayloadLength];
    private readonly Entry[] _entries = new Entry[capacity];

    public void Add(long sequenceNumber, uint timestamp, bool marker, ReadOnlySpan<byte> payload)
    {
        var slot = (int)(sequenceNumber % capacity);
        payload.CopyTo(_payloads.AsSpan(slot * maxPayloadLength, maxPayloadLength));
        _entries[slot] = new Entry(sequenceNumber, timestamp, marker, payload.Length);
    }

    /// <summary>False: never sent, or overwritten since.</summary>
    public bool TryGet(long sequenceNumber, out uint timestamp, out bool marker, out ReadOnlySpan<byte> payload)
    {
        var slot = (int)(sequenceNumber % capacity);
        ref readonly var entry = ref _entries[slot];
        timestamp = entry.Timestamp;
        marker = entry.Marker;
        payload = _payloads.AsSpan(slot * maxPayloadLength, entry.Length);
        return entry.Length > 0 && entry.SequenceNumber == sequenceNumber;
    }

    private readonly record struct Entry(long SequenceNumber, uint Timestamp, bool Marker, int Length);
}
