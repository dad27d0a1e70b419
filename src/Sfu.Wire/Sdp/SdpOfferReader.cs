using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Sfu.Wire.Sdp;

/// <summary>
/// Reads one of our own offers, for the headless client: no general offer reader. What <see cref="SdpOfferWriter"/> writes,
/// this reads back whole; anything shaped otherwise is refused.
/// </summary>
public static class SdpOfferReader
{
    /// <summary>No peer makes the client look at more candidates than this.</summary>
    private const int MaxCandidates = 20;

    public static bool TryRead(string? sdp, [NotNullWhen(true)] out SdpOffer? offer, out string reason)
    {
        offer = null;
        if (!SessionDescription.TryParse(sdp, out var session, out reason))
            return false;
        if (session.Origin.Split(' ') is not [_, var id, var version, ..] || !TryReadInt64(id, out var sessionId) || !TryReadInt64(version, out var sessionVersion))
            return SdpRefusal.Because("The origin has no session id and version.", out reason);
        if (session.Sections.Count < SdpSection.Publishing.Length)
            return SdpRefusal.Because("There are fewer sections than a participant may send on.", out reason);
        if (!SdpTransport.TryRead(session, session.Sections[0], out var transport, out reason))
            return false;

        var audioSlots = new List<SdpSlot>();
        var videoSlots = new List<SdpSlot>();
        var canonicalName = "";
        for (var index = 0; index < session.Sections.Count; index++)
        {
            var section = session.Sections[index];
            if (index < SdpSection.Publishing.Length)
            {
                if (section.Mid != SdpSection.Publishing[index].Mid)
                    return SdpRefusal.Because($"Section {index} is not {SdpSection.Publishing[index].Mid}.", out reason);
                continue;
            }

            if (!TryReadSlot(section, out var slot, ref canonicalName))
                return SdpRefusal.Because($"Section {index} is not a slot with a mid and an SSRC.", out reason);
            (section.Kind == "audio" ? audioSlots : videoSlots).Add(slot);
        }

        offer = new SdpOffer
        {
            SessionId = sessionId,
            SessionVersion = sessionVersion,
            IceUfrag = transport.IceUfrag,
            IcePassword = transport.IcePassword,
            Fingerprint = transport.Fingerprints[0],
            Candidates = ReadCandidates(session.Sections[0]),
            CanonicalName = canonicalName,
            AudioSlots = audioSlots,
            VideoSlots = videoSlots,
        };
        return true;
    }

    private static bool TryReadSlot(SdpMediaDescription section, out SdpSlot slot, ref string canonicalName)
    {
        slot = default;
        const string NameAttribute = " cname:";
        if (section.Mid is not { } mid || section.Attributes.Find("ssrc") is not { } source)
            return false;
        var at = source.IndexOf(NameAttribute, StringComparison.Ordinal);
        if (at < 0 || !TryReadSsrc(source[..at], out var ssrc))
            return false;
        canonicalName = source[(at + NameAttribute.Length)..];

        var rtxSsrc = 0u;
        if (section.Attributes.Find("ssrc-group") is { } group
            && (group.Split(' ') is not ["FID", var first, var second] || !TryReadSsrc(first, out var paired) || paired != ssrc || !TryReadSsrc(second, out rtxSsrc)))
        {
            return false;
        }

        slot = new SdpSlot(mid, ssrc, rtxSsrc);
        return true;
    }

    /// <summary>RFC 8839 §5.1: <c>foundation component transport priority address port typ host …</c>; others are passed over.</summary>
    private static List<TransportAddress> ReadCandidates(SdpMediaDescription section)
    {
        var candidates = new List<TransportAddress>();
        foreach (var value in section.Attributes.FindAll("candidate"))
        {
            if (candidates.Count == MaxCandidates)
                break;
            if (value.Split(' ') is [_, "1", "udp" or "UDP", _, var address, var port, "typ", "host", ..]
                && IPAddress.TryParse(address, out var parsed)
                && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                candidates.Add(TransportAddress.From(parsed, number));
            }
        }

        return candidates;
    }

    private static bool TryReadInt64(string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryReadSsrc(string text, out uint ssrc) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ssrc);
}
