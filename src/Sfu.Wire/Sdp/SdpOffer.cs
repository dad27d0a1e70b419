namespace Sfu.Wire.Sdp;

/// <summary>
/// Everything that differs from one of our offers to the next; the rest is <see cref="MediaProfile"/>. Immutable.
/// An ICE restart is the same offer with other ICE credentials and the next version.
/// </summary>
public sealed record SdpOffer
{
    private readonly SdpSection[] _sections = [];
    private readonly IReadOnlyList<SdpSlot> _audioSlots = [];
    private readonly IReadOnlyList<SdpSlot> _videoSlots = [];

    /// <summary>Names the session in <c>o=</c>; random, below 2^62 (RFC 9429 §5.2.1).</summary>
    public required long SessionId { get; init; }

    /// <summary>Rises by one with each further offer of the session.</summary>
    public required long SessionVersion { get; init; }

    public required string IceUfrag { get; init; }

    public required string IcePassword { get; init; }

    public required SdpFingerprint Fingerprint { get; init; }

    /// <summary>The server's UDP addresses, the preferred first.</summary>
    public required IReadOnlyList<TransportAddress> Candidates { get; init; }

    /// <summary>The CNAME of all slots (RFC 3550 §6.5.1): the server is one source of media with one clock.</summary>
    public required string CanonicalName { get; init; }

    public required IReadOnlyList<SdpSlot> AudioSlots
    {
        get => _audioSlots;
        init
        {
            _audioSlots = value;
            _sections = ListSections();
        }
    }

    public required IReadOnlyList<SdpSlot> VideoSlots
    {
        get => _videoSlots;
        init
        {
            _videoSlots = value;
            _sections = ListSections();
        }
    }

    /// <summary>All sections in the order of their m-lines.</summary>
    public IReadOnlyList<SdpSection> Sections => _sections;

    private SdpSection[] ListSections() =>
    [
        .. SdpSection.Publishing,
        .. _audioSlots.Select(slot => SdpSection.ForSlot(MediaKind.Audio, slot)),
        .. _videoSlots.Select(slot => SdpSection.ForSlot(MediaKind.Video, slot)),
    ];
}
