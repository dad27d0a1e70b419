using Sfu.Wire.Sdp;

namespace Sfu.Media.Ingress;

/// <summary>Which payload types a section's offer holds, and what an RTX packet carries (the offer's apt).</summary>
internal static class PayloadTypes
{
    public static bool IsRtx(byte payloadType) => payloadType is MediaProfile.Vp8RtxPayloadType or MediaProfile.H264RtxPayloadType;

    public static bool Allows(SourceKind kind, bool isRtx, byte payloadType)
    {
        if (kind.IsAudio())
            return !isRtx && payloadType == MediaProfile.OpusPayloadType;
        return isRtx ? IsRtx(payloadType) : payloadType is MediaProfile.Vp8PayloadType or MediaProfile.H264PayloadType;
    }

    public static byte OfRtx(byte rtxPayloadType) =>
        rtxPayloadType == MediaProfile.Vp8RtxPayloadType ? MediaProfile.Vp8PayloadType : MediaProfile.H264PayloadType;

    public static byte RtxFor(byte payloadType) =>
        payloadType == MediaProfile.Vp8PayloadType ? MediaProfile.Vp8RtxPayloadType : MediaProfile.H264RtxPayloadType;
}
