using Sfu.Wire;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Fills datagrams with the records of one flight: small messages share a datagram, long ones are cut
/// (RFC 6347 §4.2.3). Lives for one sending.
/// </summary>
internal ref struct FlightPacker(DatagramBatch output, TransportAddress destination, int maxDatagramBytes, PlaintextSequence plaintextSequence)
{
    // A sliver of a message at a datagram's end costs more in headers than it saves.
    private const int SmallestPiece = 32;

    private readonly TransportAddress _destination = destination;
    private Span<byte> _datagram = output.Reserve()[..maxDatagramBytes];
    private int _used;

    public void AddChangeCipherSpec()
    {
        const int length = DtlsRecordHeader.Length + 1;
        var record = Take(length);
        DtlsRecordHeader.Write(record, DtlsContentType.ChangeCipherSpec, 0, plaintextSequence.Take(), 1);
        record[DtlsRecordHeader.Length] = 1; // its only value (RFC 5246 §7.1)
        _used += length;
    }

    /// <param name="message">Header and body of a whole message.</param>
    /// <param name="sealer">Null while in epoch 0.</param>
    public void AddMessage(ReadOnlySpan<byte> message, DtlsRecordSealer? sealer)
    {
        var fragments = new HandshakeFragmentReader(message);
        fragments.TryReadNext(out var whole);
        var overhead = HandshakeHeader.Length + (sealer is null ? DtlsRecordHeader.Length : DtlsRecordSealer.Overhead);
        var offset = 0;
        do
        {
            var left = whole.Bytes.Length - offset;
            var room = Take(overhead + Math.Min(left, SmallestPiece)).Length - overhead;
            var count = Math.Min(left, room);
            AddFragment(whole, offset, count, sealer);
            offset += count;
        }
        while (offset < whole.Bytes.Length);
    }

    /// <summary>Queues what has not been queued yet.</summary>
    public void Finish()
    {
        if (_used > 0)
            output.Commit(_used, _destination);
        _used = 0;
    }

    private void AddFragment(in HandshakeFragment whole, int offset, int count, DtlsRecordSealer? sealer)
    {
        Span<byte> fragment = stackalloc byte[HandshakeHeader.Length + count];
        HandshakeHeader.Write(fragment, whole.Type, whole.MessageLength, whole.MessageSequence, offset, count);
        whole.Bytes.Slice(offset, count).CopyTo(fragment[HandshakeHeader.Length..]);

        var record = _datagram[_used..];
        if (sealer is null)
        {
            DtlsRecordHeader.Write(record, DtlsContentType.Handshake, 0, plaintextSequence.Take(), fragment.Length);
            fragment.CopyTo(record[DtlsRecordHeader.Length..]);
            _used += DtlsRecordHeader.Length + fragment.Length;
        }
        else if (sealer.TrySeal(DtlsContentType.Handshake, fragment, record, out var length))
        {
            _used += length;
        }
    }

    /// <summary>The rest of the datagram, or a new one if the rest is too small.</summary>
    private Span<byte> Take(int atLeast)
    {
        if (_datagram.Length - _used < atLeast)
        {
            Finish();
            _datagram = output.Reserve()[.._datagram.Length];
        }

        return _datagram[_used..];
    }
}
