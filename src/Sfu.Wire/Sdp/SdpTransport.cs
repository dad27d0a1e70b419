using System.Diagnostics.CodeAnalysis;

namespace Sfu.Wire.Sdp;

/// <summary>The ICE and DTLS parameters of a bundle: those of its first section, else those of the session.</summary>
internal sealed record SdpTransport(string IceUfrag, string IcePassword, IReadOnlyList<SdpFingerprint> Fingerprints, string Setup)
{
    // RFC 8839 §5.4.
    private const int MinUfrag = 4;
    private const int MinPassword = 22;
    private const int MaxCredential = 256;

    public static bool TryRead(SessionDescription session, SdpMediaDescription section, [NotNullWhen(true)] out SdpTransport? transport, out string reason)
    {
        transport = null;
        var ufrag = Find("ice-ufrag");
        var password = Find("ice-pwd");
        if (ufrag is null || password is null)
            return SdpRefusal.Because("There are no ICE credentials (a=ice-ufrag, a=ice-pwd).", out reason);
        if (!IsIceToken(ufrag, MinUfrag) || !IsIceToken(password, MinPassword))
            return SdpRefusal.Because("The ICE credentials are too short, too long or not made of ICE characters.", out reason);

        var source = section.Attributes.Has("fingerprint") ? section.Attributes : session.Attributes;
        if (!source.Has("fingerprint"))
            return SdpRefusal.Because("There is no DTLS fingerprint (a=fingerprint).", out reason);
        var fingerprints = new List<SdpFingerprint>();
        foreach (var value in source.FindAll("fingerprint"))
        {
            if (SdpFingerprint.TryParse(value, out var fingerprint))
                fingerprints.Add(fingerprint);
        }

        if (fingerprints.Count == 0)
            return SdpRefusal.Because("No DTLS fingerprint is a well-formed SHA-256, SHA-384 or SHA-512.", out reason);

        transport = new SdpTransport(ufrag, password, fingerprints, Find("setup") ?? "");
        reason = "";
        return true;

        string? Find(string name) => section.Attributes.Find(name) ?? session.Attributes.Find(name);
    }

    private static bool IsIceToken(string value, int minLength) =>
        value.Length >= minLength && value.Length <= MaxCredential && value.All(character => char.IsAsciiLetterOrDigit(character) || character is '+' or '/');
}
