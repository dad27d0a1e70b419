namespace Sfu.Media.Tests.Virtual;

/// <summary>One RTP packet as a subscriber got it, decrypted.</summary>
internal sealed record ReceivedRtp(
    long AtUs,
    uint Ssrc,
    long Sequence,
    uint Timestamp,
    bool Marker,
    byte PayloadType,
    uint Csrc,
    string Mid,
    ushort TransportSequence,
    byte[] Payload)
{
    public uint Participant => Csrc >> 2;

    public SourceKind Kind => (SourceKind)(Csrc & 3);
}
