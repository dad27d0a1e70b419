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
    byte[] Payload)
{
    public byte PaddingLength { get; init; }

    /// <summary>What lies between header and tag: this must be alike for a run to leave as one message.</summary>
    public int BodyLength => Payload.Length + PaddingLength;

    public uint Participant => Csrc >> 2;

    public SourceKind Kind => (SourceKind)(Csrc & 3);
}
