namespace Sfu.Client;

/// <summary>What a headless participant has sent and received since it joined. A snapshot; values of one moment may be a packet apart.</summary>
/// <param name="IsConnected">ICE, DTLS and keys are done.</param>
/// <param name="Failure">Why media will never work; empty while there is hope.</param>
/// <param name="RoundTripUs">Last round trip measured by RTCP, microseconds; 0 before the first.</param>
/// <param name="UnknownPackets">Genuine packets of an SSRC that no slot announced.</param>
/// <param name="RefusedPackets">Packets that did not decrypt.</param>
public sealed record HeadlessStats(
    bool IsConnected,
    string Failure,
    long RoundTripUs,
    long UnknownPackets,
    long RefusedPackets,
    IReadOnlyList<ReceivedStats> Received,
    IReadOnlyList<SentStats> Sent)
{
    /// <summary>The slot with this mid.</summary>
    public ReceivedStats Slot(string mid) => Received.First(slot => slot.Mid == mid);
}

/// <summary>One receive slot.</summary>
/// <param name="ParticipantId">Whose source it carries, by the last slots event; null while empty.</param>
/// <param name="Kind">Of the source: mic, camera, screen, screen-audio; null while empty.</param>
/// <param name="Frames">Frames of which every packet came.</param>
/// <param name="DecodableFrames">Of these, the ones a decoder could show: unbroken since a key frame.</param>
/// <param name="Keyframes">Of the complete frames.</param>
/// <param name="Lost">Packets missing for good: not asked for again any more.</param>
/// <param name="Recovered">Packets that came by retransmission.</param>
/// <param name="Foreign">Packets stamped by another source than the slot's; a few around each change of the slot are normal.</param>
/// <param name="Width">Of the last key frame.</param>
/// <param name="Height">Of the last key frame.</param>
/// <param name="LastPacketUs">When the last packet came, on the monotonic clock; 0 before the first.</param>
public sealed record ReceivedStats(
    string Mid,
    string? ParticipantId,
    string? Kind,
    long Packets,
    long Bytes,
    long Frames,
    long DecodableFrames,
    long Keyframes,
    long Lost,
    long Recovered,
    long Duplicates,
    long Foreign,
    int Width,
    int Height,
    long NacksSent,
    long KeyframeRequestsSent,
    long LastPacketUs);

/// <summary>One stream sent: a source, or one layer of the camera.</summary>
/// <param name="Acknowledged">The server has reported on it, so mid and rid are no longer sent.</param>
/// <param name="NacksReceived">Packets asked for again.</param>
/// <param name="FractionLost">As last reported by the server, 0 to 1.</param>
public sealed record SentStats(
    string Mid,
    string? Rid,
    long Packets,
    long Bytes,
    long Frames,
    long Keyframes,
    long Retransmitted,
    long NacksReceived,
    long KeyframeRequestsReceived,
    bool Acknowledged,
    double FractionLost);
