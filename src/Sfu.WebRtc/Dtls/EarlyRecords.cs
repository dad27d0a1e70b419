using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Records of epoch 1 that overtook the messages their keys depend on: the peer's Finished, most likely. Keeping a few
/// saves a timeout. Fixed memory, newest win. Owned by one <see cref="DtlsConnection"/>.
/// </summary>
internal sealed class EarlyRecords
{
    // A flight has one record of epoch 1; a repeated or forged one may come in between.
    private const int MaxRecords = 4;

    // A Finished record has 48 bytes after the header; longer ones cannot be what we wait for.
    private const int MaxFragmentLength = 128;

    private readonly Queue<Entry> _records = new(MaxRecords);

    public void Keep(in DtlsRecord record)
    {
        if (record.Fragment.Length > MaxFragmentLength)
            return;
        if (_records.Count == MaxRecords)
            _records.Dequeue();
        _records.Enqueue(new Entry(record.ContentType, record.Version, record.Epoch, record.SequenceNumber, record.Fragment.ToArray()));
    }

    public int Count => _records.Count;

    /// <summary>Removes the oldest; only when <see cref="Count"/> is not 0.</summary>
    public DtlsRecord Take()
    {
        var entry = _records.Dequeue();
        return new DtlsRecord(entry.ContentType, entry.Version, entry.Epoch, entry.SequenceNumber, entry.Fragment);
    }

    public void Clear() => _records.Clear();

    private readonly record struct Entry(DtlsContentType ContentType, ushort Version, ushort Epoch, ulong SequenceNumber, byte[] Fragment);
}
