using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sfu.Wire.Sdp;

/// <summary>Reads one section of an answer against the section it answers.</summary>
internal static class SdpAnswerSectionReader
{
    /// <summary>One stream and its retransmissions, or three layers of each, with room to spare.</summary>
    private const int MaxStreams = 16;

    public static bool TryRead(SessionDescription session, SdpMediaDescription media, SdpSection offered, [NotNullWhen(true)] out SdpAnswerSection? section, out string problem)
    {
        section = null;
        if (media.Kind != offered.KindName)
            return SdpRefusal.Because($"it is {media.Kind} where {offered.KindName} was offered.", out problem);
        if (media.Mid != offered.Mid && (media.Port != 0 || media.Mid is not null))
            return SdpRefusal.Because($"it is called {media.Mid ?? "nothing"}.", out problem);
        if (media.Port == 0)
        {
            section = SdpAnswerSection.Refused(offered.Mid);
            return SdpRefusal.Nothing(out problem);
        }

        if (media.Protocol != SdpText.Protocol)
            return SdpRefusal.Because($"the protocol is not {SdpText.Protocol}.", out problem);
        if (!media.Attributes.Has("rtcp-mux"))
            return SdpRefusal.Because("it lacks a=rtcp-mux.", out problem);
        var direction = media.Attributes.FindDirection() ?? session.Attributes.FindDirection() ?? SdpDirection.SendRecv;
        var expected = offered.Direction == SdpDirection.RecvOnly ? SdpDirection.SendOnly : SdpDirection.RecvOnly;
        if (direction != expected && direction != SdpDirection.Inactive)
            return SdpRefusal.Because("the direction does not answer the offered one.", out problem);

        if (!TryReadCodecs(media, offered, out var payloadTypes, out problem)
            || !TryReadExtensions(media, offered, out var extensionIds, out problem)
            || !TryReadRids(media, offered, out var rids, out problem)
            || !TryReadStreams(media, out var streams, out problem))
        {
            return false;
        }

        section = direction == SdpDirection.Inactive
            ? SdpAnswerSection.Refused(offered.Mid)
            : new SdpAnswerSection(offered.Mid, true, direction, payloadTypes, extensionIds, rids, direction == SdpDirection.SendOnly ? streams : []);
        return true;
    }

    private static bool TryReadCodecs(SdpMediaDescription media, SdpSection offered, out List<byte> payloadTypes, out string problem)
    {
        payloadTypes = [];
        foreach (var format in media.Formats)
        {
            var codec = offered.Codecs.FirstOrDefault(codec => codec.PayloadType.ToString(CultureInfo.InvariantCulture) == format);
            if (codec is null || payloadTypes.Contains(codec.PayloadType))
                return SdpRefusal.Because($"payload type {format} was not offered or is named twice.", out problem);
            if (!string.Equals(FindOf(media, "rtpmap", format), codec.Encoding, StringComparison.OrdinalIgnoreCase))
                return SdpRefusal.Because($"payload type {format} is not the offered {codec.Encoding}.", out problem);
            if (codec.RtxOf != 0 && FindOf(media, "fmtp", format) != codec.Format)
                return SdpRefusal.Because($"payload type {format} does not retransmit {codec.RtxOf}.", out problem);
            payloadTypes.Add(codec.PayloadType);
        }

        foreach (var codec in offered.Codecs)
        {
            if (codec.RtxOf != 0 && payloadTypes.Contains(codec.PayloadType) && !payloadTypes.Contains(codec.RtxOf))
                return SdpRefusal.Because($"payload type {codec.PayloadType} is accepted without {codec.RtxOf}, which it retransmits.", out problem);
        }

        return SdpRefusal.Nothing(out problem);
    }

    private static bool TryReadExtensions(SdpMediaDescription media, SdpSection offered, out List<byte> ids, out string problem)
    {
        ids = [];
        foreach (var value in media.Attributes.FindAll("extmap"))
        {
            // "4 urn:…", "9/sendonly urn:…" (RFC 8285 §5)
            var fields = value.Split(' ');
            var id = fields[0].Split('/')[0];
            var extension = offered.Extensions.FirstOrDefault(extension => extension.Id.ToString(CultureInfo.InvariantCulture) == id);
            if (fields.Length < 2 || extension.Uri != fields[1] || ids.Contains(extension.Id))
                return SdpRefusal.Because($"header extension {id} was not offered for this or is named twice.", out problem);
            ids.Add(extension.Id);
        }

        return SdpRefusal.Nothing(out problem);
    }

    /// <summary>RFC 8853 §5.1: <c>send l;m;~h</c>; a tilde means paused at first. Alternatives and other directions were not offered.</summary>
    private static bool TryReadRids(SdpMediaDescription media, SdpSection offered, out List<string> rids, out string problem)
    {
        rids = [];
        if (media.Attributes.Find("simulcast") is not { } value)
            return SdpRefusal.Nothing(out problem);
        if (!offered.Simulcast)
            return SdpRefusal.Because("simulcast was not offered here.", out problem);

        var fields = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not ["send", _])
            return SdpRefusal.Because("a=simulcast must only send.", out problem);
        foreach (var listed in fields[1].Split(';'))
        {
            var rid = listed.TrimStart('~');
            if (!MediaProfile.Rids.Contains(rid) || rids.Contains(rid))
                return SdpRefusal.Because("a=simulcast names a layer that was not offered, or one twice.", out problem);
            if (!media.Attributes.FindAll("rid").Any(line => line == $"{rid} send" || line.StartsWith($"{rid} send ", StringComparison.Ordinal)))
                return SdpRefusal.Because($"layer {rid} has no a=rid that sends.", out problem);
            rids.Add(rid);
        }

        return SdpRefusal.Nothing(out problem);
    }

    private static bool TryReadStreams(SdpMediaDescription media, out List<SdpStream> streams, out string problem)
    {
        streams = [];
        foreach (var value in media.Attributes.FindAll("ssrc-group"))
        {
            if (!value.StartsWith("FID ", StringComparison.Ordinal))
                continue; // SIM groups of old Plan B; rids say it better
            if (value.Split(' ') is not [_, var media1, var rtx1] || !TryReadSsrc(media1, out var ssrc) || !TryReadSsrc(rtx1, out var rtxSsrc) || ssrc == rtxSsrc)
                return SdpRefusal.Because("a=ssrc-group:FID does not name a stream and its retransmissions.", out problem);
            streams.Add(new SdpStream(ssrc, rtxSsrc));
        }

        foreach (var value in media.Attributes.FindAll("ssrc"))
        {
            if (!TryReadSsrc(value.Split(' ')[0], out var ssrc))
                return SdpRefusal.Because("a=ssrc does not begin with a number from 1 to 4294967295.", out problem);
            if (!streams.Any(stream => stream.Ssrc == ssrc || stream.RtxSsrc == ssrc))
                streams.Add(new SdpStream(ssrc, 0));
        }

        return streams.Count <= MaxStreams ? SdpRefusal.Nothing(out problem) : SdpRefusal.Because("it announces too many streams.", out problem);
    }

    private static bool TryReadSsrc(string text, out uint ssrc) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ssrc) && ssrc != 0;

    /// <summary>The rest of <c>a=name:format rest</c>, or null.</summary>
    private static string? FindOf(SdpMediaDescription media, string name, string format)
    {
        foreach (var value in media.Attributes.FindAll(name))
        {
            if (value.StartsWith(format, StringComparison.Ordinal) && value.Length > format.Length && value[format.Length] == ' ')
                return value[(format.Length + 1)..];
        }

        return null;
    }
}
