namespace Sfu.LoadTest.Generator;

/// <summary>
/// Which packets count: of each source those numbered from <see cref="Open"/> to <see cref="Close"/>. So what was sent in the
/// window and what of it arrived are known exactly, however late it arrives. Owned by the loop.
/// </summary>
internal sealed class MeasuredWindow
{
    private readonly long[] _from;
    private readonly long[] _until;

    public MeasuredWindow(int sources)
    {
        _from = new long[sources];
        _until = new long[sources];
        Array.Fill(_from, long.MaxValue);
        Array.Fill(_until, long.MaxValue);
    }

    public int Sources => _from.Length;

    public LatencyHistogram Latency { get; } = new();

    public long Delivered { get; private set; }

    public long DeliveredBytes { get; private set; }

    public void Open(ReadOnlySpan<long> nextNumbers) => nextNumbers.CopyTo(_from);

    public void Close(ReadOnlySpan<long> nextNumbers) => nextNumbers.CopyTo(_until);

    /// <summary>How many packets of a source fell into the closed window.</summary>
    public long Sent(int source) => _until[source] - _from[source];

    /// <summary>A packet that this receiver did not have yet.</summary>
    public void Deliver(in PacketStamp stamp, int bytes, long arrivalNs)
    {
        if (stamp.Number < _from[stamp.Source] || stamp.Number >= _until[stamp.Source])
            return;
        Delivered++;
        DeliveredBytes += bytes;
        Latency.Add(arrivalNs - stamp.SentNs);
    }
}
