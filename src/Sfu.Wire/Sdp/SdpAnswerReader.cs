using System.Diagnostics.CodeAnalysis;

namespace Sfu.Wire.Sdp;

/// <summary>
/// Reads the answer to one of our offers and refuses, with a reason, whatever was not offered: an answer is input from outside,
/// and all that follows relies on it being a subset of the offer. A participant may refuse codecs, sections and simulcast.
/// </summary>
public static class SdpAnswerReader
{
    /// <param name="sdp">The answer as it came.</param>
    /// <param name="offered">The offer it answers.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="reason">If refused: why, in a sentence for a developer.</param>
    public static bool TryRead(string? sdp, SdpOffer offered, [NotNullWhen(true)] out SdpAnswer? answer, out string reason)
    {
        ArgumentNullException.ThrowIfNull(offered);
        answer = null;
        if (!SessionDescription.TryParse(sdp, out var session, out reason))
            return false;
        if (session.Sections.Count != offered.Sections.Count)
            return SdpRefusal.Because($"The answer has {session.Sections.Count} sections, the offer {offered.Sections.Count}.", out reason);
        if (session.Attributes.Has("ice-lite"))
            return SdpRefusal.Because("Both sides are ICE-lite, so nobody would send checks.", out reason);

        var sections = new SdpAnswerSection[session.Sections.Count];
        for (var index = 0; index < sections.Length; index++)
        {
            if (!SdpAnswerSectionReader.TryRead(session, session.Sections[index], offered.Sections[index], out var section, out var problem))
                return SdpRefusal.Because($"Section {offered.Sections[index].Mid}: {problem}", out reason);
            sections[index] = section;
        }

        if (!TryFindBundle(session, sections, out var first, out reason) || !SdpTransport.TryRead(session, first, out var transport, out reason))
            return false;
        if (transport.Setup != "active")
            return SdpRefusal.Because("The answer must take the active DTLS role (a=setup:active).", out reason);

        answer = new SdpAnswer(transport.IceUfrag, transport.IcePassword, transport.Fingerprints, sections);
        return true;
    }

    /// <summary>All sections with a port share one transport, which the first of the group describes (RFC 9143 §7.3).</summary>
    private static bool TryFindBundle(SessionDescription session, SdpAnswerSection[] sections, [NotNullWhen(true)] out SdpMediaDescription? first, out string reason)
    {
        first = null;
        var groups = session.Attributes.FindAll("group").Where(value => value.StartsWith("BUNDLE", StringComparison.Ordinal)).ToArray();
        if (groups.Length != 1)
            return SdpRefusal.Because("The answer needs exactly one a=group:BUNDLE.", out reason);

        var mids = groups[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
        if (mids.Distinct().Count() != mids.Length)
            return SdpRefusal.Because("The bundle names a section twice.", out reason);
        for (var index = 0; index < sections.Length; index++)
        {
            var hasPort = session.Sections[index].Port != 0;
            if (hasPort != mids.Contains(sections[index].Mid))
                return SdpRefusal.Because($"Section {sections[index].Mid}: sections with a port must be in the bundle, refused ones must not.", out reason);
            if (mids.Length > 0 && sections[index].Mid == mids[0])
                first = session.Sections[index];
        }

        return first is not null ? SdpRefusal.Nothing(out reason) : SdpRefusal.Because("The answer accepts no section.", out reason);
    }
}
