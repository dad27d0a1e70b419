using static Sfu.Wire.Sdp.MediaProfile;

namespace Sfu.Wire.Sdp;

/// <summary>A header extension of our offers, by section.</summary>
internal readonly record struct SdpExtension(byte Id, string Uri)
{
    private static readonly SdpExtension[] Audio =
        [new(AudioLevelExtensionId, AudioLevelUri), new(TransportSequenceExtensionId, TransportSequenceUri), new(MidExtensionId, MidUri)];

    private static readonly SdpExtension[] Video =
        [new(AbsSendTimeExtensionId, AbsSendTimeUri), new(TransportSequenceExtensionId, TransportSequenceUri), new(MidExtensionId, MidUri)];

    // What we send bears no transport-wide numbers: nobody here would read what a browser answers to them ten times a second.
    private static readonly SdpExtension[] AudioSlot = [new(AudioLevelExtensionId, AudioLevelUri), new(MidExtensionId, MidUri)];
    private static readonly SdpExtension[] VideoSlot = [new(MidExtensionId, MidUri)];

    private static readonly SdpExtension[] Simulcast = [.. Video, new(RidExtensionId, RidUri), new(RepairedRidExtensionId, RepairedRidUri)];

    public static IReadOnlyList<SdpExtension> Of(SdpSection section) => (section.Kind, section.Slot) switch
    {
        (MediaKind.Audio, null) => Audio,
        (MediaKind.Audio, _) => AudioSlot,
        (_, null) => section.Simulcast ? Simulcast : Video,
        _ => VideoSlot,
    };
}
