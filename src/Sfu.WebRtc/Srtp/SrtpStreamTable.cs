namespace Sfu.WebRtc.Srtp;

/// <summary>What is remembered of one SSRC from which a genuine packet came.</summary>
internal sealed class SrtpStream
{
    /// <summary>Indices seen; a field, because it is large and changed in place.</summary>
    public ReplayWindow Seen;
}

/// <summary>
/// The streams of one peer by SSRC: few enough that a vectorised search of an array is the fastest table.
/// Streams are never forgotten before the keys are, for forgetting one would let its packets be replayed.
/// </summary>
internal sealed class SrtpStreamTable
{
    /// <summary>
    /// Four sources with three layers and their retransmissions make 20; the rest is room for a browser that
    /// picks new SSRCs. About 16 KiB per peer when full.
    /// </summary>
    public const int Capacity = 64;

    private readonly uint[] _ssrcs = new uint[Capacity];
    private readonly SrtpStream[] _streams = new SrtpStream[Capacity];

    public int Count { get; private set; }

    public bool IsFull => Count == Capacity;

    public SrtpStream? Find(uint ssrc)
    {
        var at = _ssrcs.AsSpan(0, Count).IndexOf(ssrc);
        return at < 0 ? null : _streams[at];
    }

    /// <summary>Adds an SSRC that <see cref="Find"/> does not know, while there is room.</summary>
    public SrtpStream Add(uint ssrc)
    {
        var stream = new SrtpStream();
        _ssrcs[Count] = ssrc;
        _streams[Count++] = stream;
        return stream;
    }
}
