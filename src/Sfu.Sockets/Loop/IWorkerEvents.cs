using Sfu.Media;

namespace Sfu.Sockets.Loop;

/// <summary>Why the loop gave a participant's media up by itself.</summary>
public enum PeerEnd : byte
{
    /// <summary>No connectivity check for 30 s (RFC 7675), or none at all within the first minute.</summary>
    ConsentExpired,

    /// <summary>The DTLS handshake failed, or the certificate was not the one in the answer.</summary>
    HandshakeFailed,

    /// <summary>The browser closed its peer connection (authenticated close_notify).</summary>
    ClosedByPeer,
}

/// <summary>
/// What a worker tells the signalling side. Called on the worker's thread: implementations hand over and return at once.
/// </summary>
public interface IWorkerEvents
{
    void MediaConnected(uint participant);

    /// <summary>The loop has already forgotten the participant.</summary>
    void MediaEnded(uint participant, PeerEnd reason);

    /// <summary>The full assignment of a subscriber's slots after a change.</summary>
    void SlotsChanged(uint subscriber, ReadOnlySpan<SlotAssignment> slots);

    /// <summary>Who speaks in a room now, loudest first.</summary>
    void SpeakersChanged(uint room, ReadOnlySpan<uint> participants);
}
