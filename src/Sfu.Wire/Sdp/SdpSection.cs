namespace Sfu.Wire.Sdp;

/// <summary>
/// One section of our offer. The direction is the server's: what a participant sends is <see cref="SdpDirection.RecvOnly"/>.
/// </summary>
/// <param name="Simulcast">The section takes the three rids of <see cref="MediaProfile"/>.</param>
/// <param name="Slot">The stream the server sends here, if it does.</param>
public sealed record SdpSection(string Mid, MediaKind Kind, SdpDirection Direction, bool Simulcast, SdpSlot? Slot)
{
    internal static SdpSection[] Publishing { get; } =
    [
        new(MediaProfile.MicMid, MediaKind.Audio, SdpDirection.RecvOnly, false, null),
        new(MediaProfile.CameraMid, MediaKind.Video, SdpDirection.RecvOnly, true, null),
        new(MediaProfile.ScreenMid, MediaKind.Video, SdpDirection.RecvOnly, false, null),
        new(MediaProfile.ScreenAudioMid, MediaKind.Audio, SdpDirection.RecvOnly, false, null),
    ];

    internal string KindName => Kind == MediaKind.Audio ? "audio" : "video";

    internal IReadOnlyList<SdpCodec> Codecs => SdpCodec.Of(Kind);

    internal IReadOnlyList<SdpExtension> Extensions => SdpExtension.Of(this);

    internal static SdpSection ForSlot(MediaKind kind, SdpSlot slot) => new(slot.Mid, kind, SdpDirection.SendOnly, false, slot);
}
