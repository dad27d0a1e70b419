using System.Security.Cryptography;
using Sfu.Client.Media;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire.Sdp;

namespace Sfu.Client;

/// <summary>The answer of a headless participant: everything accepted, as many camera layers as it sends.</summary>
internal static class ParticipantAnswer
{
    public static string Write(SdpOffer offer, IceCredentials credentials, DtlsCertificate certificate, HeadlessOptions options) =>
        SdpAnswerWriter.Write(offer, new SdpAnswerParameters
        {
            SessionId = RandomNumberGenerator.GetInt32(int.MaxValue),
            SessionVersion = 1,
            IceUfrag = credentials.UsernameFragment,
            IcePassword = credentials.Password,
            Fingerprint = new SdpFingerprint(certificate.Fingerprint.Algorithm, certificate.Fingerprint.Value),
            Rids = [.. ClientPublisher.Rids.Take(options.CameraLayers.Count)],
        });
}
