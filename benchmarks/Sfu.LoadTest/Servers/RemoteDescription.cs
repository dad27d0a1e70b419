using System.Globalization;
using System.Net;
using Sfu.LoadTest.Generator;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Sdp;

namespace Sfu.LoadTest.Servers;

/// <summary>What the generator needs from a server's description: where it is, who it is, and what its streams are called.</summary>
internal sealed record RemoteDescription(
    SessionDescription Session, IceCredentials Ice, TransportAddress Candidate, IReadOnlyList<CertificateFingerprint> Fingerprints, RemoteStreams Streams)
{
    public static RemoteDescription Read(string sdp)
    {
        if (!SessionDescription.TryParse(sdp, out var session, out var reason))
            throw new InvalidDataException($"The server's description cannot be read: {reason}");
        return new RemoteDescription(
            session,
            new IceCredentials(Need("ice-ufrag"), Need("ice-pwd")),
            ReadCandidate(session),
            [CertificateFingerprint.TryParse(Need("fingerprint"), out var fingerprint) ? fingerprint : throw new InvalidDataException("No fingerprint.")],
            new RemoteStreams(ReadTransportSequenceId(session), ReadRetransmissions(session)));

        string Need(string name) => session.Attributes.Find(name)
            ?? session.Sections.Select(section => section.Attributes.Find(name)).FirstOrDefault(value => value is not null)
            ?? throw new InvalidDataException($"The server's description has no a={name}.");
    }

    private static TransportAddress ReadCandidate(SessionDescription session)
    {
        foreach (var value in session.Sections.SelectMany(section => section.Attributes.FindAll("candidate")))
        {
            if (value.Split(' ') is [_, "1", "udp" or "UDP", _, var address, var port, "typ", "host", ..] && IPAddress.TryParse(address, out var parsed))
                return TransportAddress.From(parsed, int.Parse(port, CultureInfo.InvariantCulture));
        }

        throw new InvalidDataException("The server names no UDP host candidate.");
    }

    private static byte ReadTransportSequenceId(SessionDescription session)
    {
        foreach (var value in session.Sections.SelectMany(section => section.Attributes.FindAll("extmap")))
        {
            if (value.Split(' ') is [var id, MediaProfile.TransportSequenceUri, ..])
                return byte.Parse(id.Split('/')[0], CultureInfo.InvariantCulture);
        }

        return 0;
    }

    private static Dictionary<uint, uint> ReadRetransmissions(SessionDescription session)
    {
        var originals = new Dictionary<uint, uint>();
        foreach (var value in session.Sections.SelectMany(section => section.Attributes.FindAll("ssrc-group")))
        {
            if (value.Split(' ') is ["FID", var media, var retransmission])
                originals[uint.Parse(retransmission, CultureInfo.InvariantCulture)] = uint.Parse(media, CultureInfo.InvariantCulture);
        }

        return originals;
    }
}
