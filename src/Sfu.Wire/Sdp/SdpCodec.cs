using static Sfu.Wire.Sdp.MediaProfile;

namespace Sfu.Wire.Sdp;

/// <summary>A payload type of our offers: what its <c>rtpmap</c>, <c>fmtp</c> and <c>rtcp-fb</c> lines say.</summary>
/// <param name="Encoding">Name, clock rate and channels, as in <c>rtpmap</c>.</param>
/// <param name="RtxOf">The payload type this one retransmits (RFC 4588), or 0.</param>
internal sealed record SdpCodec(byte PayloadType, string Encoding, string? Format, string[] Feedback, byte RtxOf)
{
    private static readonly string[] AudioFeedback = ["transport-cc", "nack"];

    // Transport-wide feedback is what we give, so goog-remb is not offered.
    private static readonly string[] VideoFeedback = ["transport-cc", "ccm fir", "nack", "nack pli"];

    private static readonly SdpCodec[] Audio = [new(OpusPayloadType, $"opus/{OpusClockRate}/{OpusChannels}", OpusFormat, AudioFeedback, 0)];

    private static readonly SdpCodec[] Video =
    [
        new(Vp8PayloadType, $"VP8/{VideoClockRate}", StartBitrate, VideoFeedback, 0),
        Rtx(Vp8RtxPayloadType, Vp8PayloadType),
        new(H264PayloadType, $"H264/{VideoClockRate}", H264Format, VideoFeedback, 0),
        Rtx(H264RtxPayloadType, H264PayloadType),
    ];

    public static IReadOnlyList<SdpCodec> Of(MediaKind kind) => kind == MediaKind.Audio ? Audio : Video;

    private static SdpCodec Rtx(byte payloadType, byte of) => new(payloadType, $"rtx/{VideoClockRate}", $"apt={of}", [], of);
}
