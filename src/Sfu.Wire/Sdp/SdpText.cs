using System.Text;

namespace Sfu.Wire.Sdp;

/// <summary>Writes the lines offers and answers have in common.</summary>
internal sealed class SdpText
{
    /// <summary>The only transport we speak (RFC 5764 §8): DTLS-SRTP with early feedback.</summary>
    public const string Protocol = "UDP/TLS/RTP/SAVPF";

    // Port "discard" and no address: where we are is said by candidates (RFC 9429 §5.2.1).
    private const int DiscardPort = 9;
    private const string NoAddress = "IN IP4 0.0.0.0";

    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public void Line(string line) => _text.Append(line).Append("\r\n");

    /// <summary>The session part. The origin's address is left out: it would tell more than candidates do.</summary>
    public void Session(long sessionId, long version, IEnumerable<string> bundledMids)
    {
        Line("v=0");
        Line($"o=- {sessionId} {version} {NoAddress}");
        Line("s=-");
        Line("t=0 0");
        Line($"a=group:BUNDLE {string.Join(' ', bundledMids)}");
    }

    /// <summary>An m-line and what says which section it is.</summary>
    public void Section(SdpSection section, SdpDirection direction)
    {
        Line($"m={section.KindName} {DiscardPort} {Protocol} {string.Join(' ', section.Codecs.Select(codec => codec.PayloadType))}");
        Line($"c={NoAddress}");
        Line($"a=mid:{section.Mid}");
        Line($"a={DirectionName(direction)}");
    }

    /// <summary>Repeated in every section although all are bundled: some clients look no further than their section.</summary>
    public void Transport(string iceUfrag, string icePassword, SdpFingerprint fingerprint, string setup)
    {
        Line($"a=ice-ufrag:{iceUfrag}");
        Line($"a=ice-pwd:{icePassword}");
        Line($"a=fingerprint:{fingerprint}");
        Line($"a=setup:{setup}");
        Line("a=rtcp-mux");
        Line("a=rtcp-rsize");
    }

    public void Media(SdpSection section)
    {
        foreach (var extension in section.Extensions)
            Line($"a=extmap:{extension.Id} {extension.Uri}");
        foreach (var codec in section.Codecs)
        {
            Line($"a=rtpmap:{codec.PayloadType} {codec.Encoding}");
            foreach (var feedback in codec.Feedback)
                Line($"a=rtcp-fb:{codec.PayloadType} {feedback}");
            if (codec.Format is not null)
                Line($"a=fmtp:{codec.PayloadType} {codec.Format}");
        }
    }

    /// <summary>The simulcast layers of a section, seen from the side that writes (RFC 8851, RFC 8853).</summary>
    public void Simulcast(string direction, IReadOnlyList<string> rids)
    {
        foreach (var rid in rids)
            Line($"a=rid:{rid} {direction}");
        Line($"a=simulcast:{direction} {string.Join(';', rids)}");
    }

    private static string DirectionName(SdpDirection direction) => direction switch
    {
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.RecvOnly => "recvonly",
        SdpDirection.SendRecv => "sendrecv",
        _ => "inactive",
    };
}
