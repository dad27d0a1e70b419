using System.Collections.Concurrent;
using System.Net;
using Sfu.Media;
using Sfu.Server.Media;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;

namespace Sfu.Server.Tests.Support;

/// <summary>Media workers that do nothing but remember, and refuse when told to.</summary>
internal sealed class FakeMediaPlane : IMediaPlane
{
    public CertificateFingerprint Fingerprint { get; } = CertificateFingerprint.Sha256([1, 2, 3]);

    public bool IsOverloaded { get; set; }

    /// <summary>Thrown at every call from now on: a bug of ours.</summary>
    public Exception? Failure { get; set; }

    public ConcurrentDictionary<uint, uint> RoomOf { get; } = new();

    public ConcurrentDictionary<uint, Sources> PublishingOf { get; } = new();

    public ConcurrentDictionary<uint, ViewItem[]> ViewOf { get; } = new();

    public ConcurrentDictionary<uint, IceCredentials> LocalOf { get; } = new();

    public ConcurrentDictionary<uint, IceCredentials> RemoteOf { get; } = new();

    public ConcurrentDictionary<uint, SlotPlan> SlotsOf { get; } = new();

    public void Start()
    {
    }

    public IReadOnlyList<IPEndPoint> CandidatesOf(uint room) => [new IPEndPoint(IPAddress.Loopback, 10000)];

    public bool TryJoin(uint room, uint participant, IceCredentials local, SlotPlan slots) => Unless(() =>
    {
        RoomOf[participant] = room;
        LocalOf[participant] = local;
        SlotsOf[participant] = slots;
    });

    public bool TrySetRemote(uint room, uint participant, IceCredentials remote, IReadOnlyList<CertificateFingerprint> fingerprints) =>
        Unless(() => RemoteOf[participant] = remote);

    public bool TryRestartIce(uint room, uint participant, IceCredentials local) => Unless(() => LocalOf[participant] = local);

    public bool TrySetPublishing(uint room, uint participant, Sources sources) => Unless(() => PublishingOf[participant] = sources);

    public bool TrySetView(uint room, uint participant, ViewItem[] items) => Unless(() => ViewOf[participant] = items);

    public void Leave(uint room, uint participant) => RoomOf.TryRemove(participant, out _);

    private bool Unless(Action act)
    {
        if (Failure is { } failure)
        {
            throw failure;
        }

        if (IsOverloaded)
        {
            return false;
        }

        act();
        return true;
    }
}
