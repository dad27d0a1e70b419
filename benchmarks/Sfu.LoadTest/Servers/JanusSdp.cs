using System.Globalization;
using System.Text;
using Sfu.Client.Media;
using Sfu.LoadTest.Generator;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire.Sdp;

namespace Sfu.LoadTest.Servers;

/// <summary>
/// The descriptions a participant exchanges with Janus: it offers what it publishes, and answers Janus' offer of what it
/// subscribes to. Payload types and extension ids of what is published are the ones our own server uses.
/// </summary>
internal sealed class JanusSdp(TestBed bed, IceCredentials credentials, CertificateFingerprint fingerprint, int port)
{
    private readonly StringBuilder _text = new();

    public string WriteOffer(AudioSource? audio, VideoSource? video)
    {
        WriteSession(((string[])[audio is null ? "" : MediaProfile.MicMid, video is null ? "" : MediaProfile.CameraMid]).Where(mid => mid.Length > 0));
        if (audio is not null)
        {
            WriteSection("audio", [MediaProfile.OpusPayloadType], MediaProfile.MicMid, "sendonly");
            Line($"a=rtpmap:{MediaProfile.OpusPayloadType} opus/{MediaProfile.OpusClockRate}/{MediaProfile.OpusChannels}");
            Line($"a=fmtp:{MediaProfile.OpusPayloadType} {MediaProfile.OpusFormat}");
            Line($"a=rtcp-fb:{MediaProfile.OpusPayloadType} transport-cc");
            Line($"a=extmap:{MediaProfile.AudioLevelExtensionId} {MediaProfile.AudioLevelUri}");
            WriteExtensionsAndSource(audio.Stream, hasRetransmission: false);
        }

        if (video is not null)
        {
            WriteSection("video", [MediaProfile.Vp8PayloadType, MediaProfile.Vp8RtxPayloadType], MediaProfile.CameraMid, "sendonly");
            Line($"a=rtpmap:{MediaProfile.Vp8PayloadType} VP8/{MediaProfile.VideoClockRate}");
            foreach (var feedback in (string[])["transport-cc", "ccm fir", "nack", "nack pli"])
                Line($"a=rtcp-fb:{MediaProfile.Vp8PayloadType} {feedback}");
            Line($"a=rtpmap:{MediaProfile.Vp8RtxPayloadType} rtx/{MediaProfile.VideoClockRate}");
            Line($"a=fmtp:{MediaProfile.Vp8RtxPayloadType} apt={MediaProfile.Vp8PayloadType}");
            WriteExtensionsAndSource(video.Stream, hasRetransmission: true);
        }

        return _text.ToString();
    }

    /// <summary>Takes everything Janus offers.</summary>
    public string WriteAnswer(SessionDescription offer)
    {
        WriteSession(offer.Sections.Select(section => section.Mid!));
        foreach (var section in offer.Sections)
        {
            WriteSection(section.Kind, section.Formats.Select(format => byte.Parse(format, CultureInfo.InvariantCulture)), section.Mid!, "recvonly");
            foreach (var attribute in section.Attributes.Where(attribute => attribute.Name is "rtpmap" or "fmtp" or "rtcp-fb" or "extmap"))
                Line($"a={attribute.Name}:{attribute.Value}");
        }

        return _text.ToString();
    }

    private void WriteSession(IEnumerable<string> mids)
    {
        Line("v=0");
        Line($"o=- {port} 1 IN IP4 {bed.Address}");
        Line("s=-");
        Line("t=0 0");
        Line($"a=group:BUNDLE {string.Join(' ', mids)}");
    }

    private void WriteSection(string kind, IEnumerable<byte> payloadTypes, string mid, string direction)
    {
        Line($"m={kind} 9 UDP/TLS/RTP/SAVPF {string.Join(' ', payloadTypes)}");
        Line($"c=IN IP4 {bed.Address}");
        Line($"a=mid:{mid}");
        Line($"a={direction}");
        Line($"a=ice-ufrag:{credentials.UsernameFragment}");
        Line($"a=ice-pwd:{credentials.Password}");
        Line($"a=fingerprint:{fingerprint}");
        Line("a=setup:active");
        Line("a=rtcp-mux");
        Line("a=rtcp-rsize");
        Line($"a=candidate:1 1 udp 2130706431 {bed.Address} {port} typ host");
        Line("a=end-of-candidates");
    }

    private void WriteExtensionsAndSource(OutgoingStream stream, bool hasRetransmission)
    {
        Line($"a=extmap:{MediaProfile.AbsSendTimeExtensionId} {MediaProfile.AbsSendTimeUri}");
        Line($"a=extmap:{MediaProfile.TransportSequenceExtensionId} {MediaProfile.TransportSequenceUri}");
        Line($"a=extmap:{MediaProfile.MidExtensionId} {MediaProfile.MidUri}");
        Line($"a=ssrc:{stream.Ssrc} cname:load");
        if (!hasRetransmission)
            return;
        Line($"a=ssrc-group:FID {stream.Ssrc} {stream.RtxSsrc}");
        Line($"a=ssrc:{stream.RtxSsrc} cname:load");
    }

    private void Line(string line) => _text.Append(line).Append("\r\n");
}
