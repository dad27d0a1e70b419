using System.Net;
using Sfu.Media;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;

namespace Sfu.Server.Media;

/// <summary>
/// The media workers as signalling sees them. Calls post to a worker's mailbox and never wait; false means that worker is
/// overloaded and nothing was done. Two implementations: the real workers, and one in the tests that can fail on demand.
/// </summary>
internal interface IMediaPlane
{
    CertificateFingerprint Fingerprint { get; }

    /// <exception cref="Options.StartException">A port cannot be opened.</exception>
    void Start();

    /// <summary>Where browsers reach the worker that a room is pinned to.</summary>
    IReadOnlyList<IPEndPoint> CandidatesOf(uint room);

    bool TryJoin(uint room, uint participant, IceCredentials local, SlotPlan slots);

    bool TrySetRemote(uint room, uint participant, IceCredentials remote, IReadOnlyList<CertificateFingerprint> fingerprints);

    bool TryRestartIce(uint room, uint participant, IceCredentials local);

    bool TrySetPublishing(uint room, uint participant, Sources sources);

    bool TrySetView(uint room, uint participant, ViewItem[] items);

    /// <summary>Never refused: it only frees memory.</summary>
    void Leave(uint room, uint participant);
}
