using Sfu.Media;

namespace Sfu.Sockets.Loop;

/// <summary>
/// What a loop has seen, as plain counters: written by the loop alone, read by metrics without a lock
/// (a reader may see a value that is a moment old).
/// </summary>
public sealed class LoopCounters
{
    /// <summary>Up to a second in microseconds; beyond that a loop is stuck anyway.</summary>
    private const int TimeBuckets = 22;

    /// <summary>Up to the 64 of a full receive batch.</summary>
    private const int ReceiveBuckets = 8;

    /// <summary>Up to the 2048 datagrams that the output batch holds.</summary>
    private const int SendBuckets = 13;

    public long DatagramsReceived { get; internal set; }
    public long DatagramsSent { get; internal set; }
    public long BytesReceived { get; internal set; }
    public long BytesSent { get; internal set; }

    /// <summary>Datagrams per turn that received any.</summary>
    public Histogram ReceiveBatches { get; } = new(ReceiveBuckets);

    /// <summary>Datagrams handed to the port at once.</summary>
    public Histogram SendBatches { get; } = new(SendBuckets);

    /// <summary>How long turns took, microseconds: whatever came meanwhile waited that long at most.</summary>
    public Histogram TurnUs { get; } = new(TimeBuckets);

    /// <summary>How late deadlines were noticed, microseconds: what the turn before and the operating system made them wait.</summary>
    public Histogram LagUs { get; } = new(TimeBuckets);

    /// <summary>First byte or length is nothing we speak.</summary>
    public long DroppedUnknownKind { get; internal set; }

    /// <summary>DTLS or media from an address that no session's ICE has verified.</summary>
    public long DroppedUnknownAddress { get; internal set; }

    /// <summary>STUN that failed its checks, named no session, or exceeded the responder's rate.</summary>
    public long DroppedStun { get; internal set; }

    /// <summary>SRTP or SRTCP whose tag did not verify, or a replay.</summary>
    public long DroppedUnauthenticated { get; internal set; }

    public long StunAnswered { get; internal set; }

    /// <summary>Sums over all rooms that are or were here, at most a second old.</summary>
    public MediaCounters Media { get; } = new();
}
