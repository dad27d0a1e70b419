namespace Sfu.Sockets.Loop;

/// <summary>
/// What a loop has seen, as plain counters: written by the loop alone, read by metrics without a lock
/// (a reader may see a value that is a moment old).
/// </summary>
public sealed class LoopCounters
{
    public long DatagramsReceived { get; internal set; }
    public long DatagramsSent { get; internal set; }

    /// <summary>First byte or length is nothing we speak.</summary>
    public long DroppedUnknownKind { get; internal set; }

    /// <summary>DTLS or media from an address that no session's ICE has verified.</summary>
    public long DroppedUnknownAddress { get; internal set; }

    /// <summary>STUN that failed its checks, named no session, or exceeded the responder's rate.</summary>
    public long DroppedStun { get; internal set; }

    /// <summary>SRTP or SRTCP whose tag did not verify, or a replay.</summary>
    public long DroppedUnauthenticated { get; internal set; }

    public long StunAnswered { get; internal set; }
}
