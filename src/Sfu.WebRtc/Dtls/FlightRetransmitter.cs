using Sfu.Wire;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Keeps our last flight and sends it again until the peer's next flight is there (RFC 6347 §4.2.4): by timer, and when
/// the peer repeats its own. Owned by one handshake attempt; not thread-safe.
/// </summary>
internal sealed class FlightRetransmitter(PlaintextSequence plaintextSequence, int maxDatagramBytes)
{
    /// <summary>
    /// The RFC's 1 s is for unknown peers; behind ICE the round trip is known to be short, people wait for the picture, and
    /// a flight is about one packet. Media servers start at 50 to 100 ms; ours answers a repeat at once besides.
    /// </summary>
    public const long FirstTimeoutUs = 100 * MonotonicTime.Millisecond;

    /// <summary>
    /// Far below the RFC's 60 s, so that a lossy path gets many tries within the 30 s a handshake may take. Measured in
    /// virtual time at 30 % loss each way: with 2 s all of 20 000 handshakes completed, with 4 s all but 5.
    /// </summary>
    public const long LongestTimeoutUs = 2 * MonotonicTime.Second;

    private readonly List<Entry> _entries = [];
    private long _timeoutUs = FirstTimeoutUs;
    private long _sentAtUs;
    private bool _isDue;
    private bool _hasTimer;

    /// <summary>When to call <see cref="HandleTimeout"/>.</summary>
    public long NextDeadlineUs { get; private set; } = MonotonicTime.Never;

    /// <summary>Starts a new flight; it goes out with the next <see cref="SendIfDue"/>.</summary>
    /// <param name="awaitsAnswer">False for the handshake's very last flight: only a repeat of the peer's brings it back.</param>
    public void Begin(bool awaitsAnswer)
    {
        _entries.Clear();
        _timeoutUs = FirstTimeoutUs;
        _isDue = true;
        _hasTimer = awaitsAnswer;
        NextDeadlineUs = MonotonicTime.Never;
    }

    /// <summary>Adds a message, header and body; copied.</summary>
    public void Add(ReadOnlySpan<byte> message, bool isProtected) => _entries.Add(new Entry(message.ToArray(), isProtected));

    public void AddChangeCipherSpec() => _entries.Add(new Entry(null, false));

    /// <summary>Nothing is left to repeat.</summary>
    public void Clear()
    {
        _entries.Clear();
        _isDue = false;
        _hasTimer = false;
        NextDeadlineUs = MonotonicTime.Never;
    }

    /// <summary>The peer repeats the flight that ours answers: ours was lost. At most one answer per quarter of the timeout.</summary>
    public void PeerRepeated(long nowUs)
    {
        if (_entries.Count > 0 && nowUs - _sentAtUs >= _timeoutUs / 4)
            _isDue = true;
    }

    public void HandleTimeout(long nowUs)
    {
        if (nowUs < NextDeadlineUs)
            return;
        _timeoutUs = Math.Min(_timeoutUs * 2, LongestTimeoutUs);
        _isDue = true;
    }

    public void SendIfDue(long nowUs, DatagramBatch output, in TransportAddress destination, DtlsRecordSealer? sealer)
    {
        if (!_isDue)
            return;

        var packer = new FlightPacker(output, destination, maxDatagramBytes, plaintextSequence);
        foreach (var entry in _entries)
        {
            if (entry.Message is null)
                packer.AddChangeCipherSpec();
            else
                packer.AddMessage(entry.Message, entry.IsProtected ? sealer : null);
        }

        packer.Finish();
        _isDue = false;
        _sentAtUs = nowUs;
        NextDeadlineUs = _hasTimer ? nowUs + _timeoutUs : MonotonicTime.Never;
    }

    /// <summary>A message, or ChangeCipherSpec when there is none.</summary>
    private readonly record struct Entry(byte[]? Message, bool IsProtected);
}
