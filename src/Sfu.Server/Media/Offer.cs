using System.Diagnostics.CodeAnalysis;
using Sfu.Media;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire.Sdp;

namespace Sfu.Server.Media;

/// <summary>One offer as it was given to a browser, and what has to be remembered of it. Immutable.</summary>
internal sealed record Offer(SdpOffer Description, IceCredentials Credentials, SlotPlan Slots)
{
    public string Sdp { get; } = SdpOfferWriter.Write(Description);

    public IReadOnlyList<string> AudioMids => [.. Slots.Audio.Select(slot => slot.Mid)];

    public IReadOnlyList<string> VideoMids => [.. Slots.Video.Select(slot => slot.Mid)];

    /// <summary>False: not an answer to this offer; the reason is a sentence for developers.</summary>
    public bool TryReadAnswer(
        string sdp, out IceCredentials remote, [NotNullWhen(true)] out IReadOnlyList<CertificateFingerprint>? fingerprints, out string reason)
    {
        if (!SdpAnswerReader.TryRead(sdp, Description, out var answer, out reason))
        {
            remote = default;
            fingerprints = null;
            return false;
        }

        remote = new IceCredentials(answer.IceUfrag, answer.IcePassword);
        fingerprints = [.. answer.Fingerprints.Select(fingerprint => new CertificateFingerprint(fingerprint.Algorithm, fingerprint.Value))];
        return true;
    }
}
