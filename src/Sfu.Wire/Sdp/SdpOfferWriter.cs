namespace Sfu.Wire.Sdp;

/// <summary>Writes the one offer a participant gets at join: four sections to send on, then the slots it receives on.</summary>
public static class SdpOfferWriter
{
    // RFC 8445 §5.1.2.1: type preference 126 (host), then the order of the list, then component 1.
    private const long HostPreference = 126L << 24;
    private const int MaxLocalPreference = 65_535;
    private const int Component1 = 256 - 1;

    public static string Write(SdpOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var text = new SdpText();
        text.Session(offer.SessionId, offer.SessionVersion, offer.Sections.Select(section => section.Mid));
        text.Line("a=ice-lite");
        text.Line("a=ice-options:ice2"); // RFC 8445 §10
        foreach (var section in offer.Sections)
        {
            text.Section(section, section.Direction);
            text.Transport(offer.IceUfrag, offer.IcePassword, offer.Fingerprint, "actpass");
            text.Media(section);
            if (section.Simulcast)
                text.Simulcast("recv", MediaProfile.Rids);
            if (section.Slot is { } slot)
                WriteSlot(text, slot, section.Kind, offer);
            if (section.Mid == MediaProfile.MicMid)
                WriteCandidates(text, offer.Candidates); // the first section's transport is the bundle's (RFC 9143 §7.2)
        }

        return text.ToString();
    }

    private static void WriteSlot(SdpText text, SdpSlot slot, MediaKind kind, SdpOffer offer)
    {
        var isStage = slot.Mid == (kind == MediaKind.Audio ? offer.AudioSlots : offer.VideoSlots)[0].Mid;
        text.Line($"a=msid:{(isStage ? MediaProfile.StageStream : slot.Mid)} {slot.Mid}");
        if (slot.RtxSsrc != 0)
            text.Line($"a=ssrc-group:FID {slot.Ssrc} {slot.RtxSsrc}");
        text.Line($"a=ssrc:{slot.Ssrc} cname:{offer.CanonicalName}");
        if (slot.RtxSsrc != 0)
            text.Line($"a=ssrc:{slot.RtxSsrc} cname:{offer.CanonicalName}");
    }

    private static void WriteCandidates(SdpText text, IReadOnlyList<TransportAddress> candidates)
    {
        for (var index = 0; index < candidates.Count; index++)
        {
            var priority = HostPreference + ((long)(MaxLocalPreference - index) << 8) + Component1;
            text.Line($"a=candidate:{index + 1} 1 udp {priority} {candidates[index].ToIPAddress()} {candidates[index].Port} typ host");
        }

        text.Line("a=end-of-candidates");
    }
}
