using System.Net;
using System.Net.Sockets;
using Sfu.Media;
using Sfu.Server.Health;
using Sfu.Server.Metrics;
using Sfu.Server.Options;
using Sfu.Sockets.Loop;
using Sfu.Sockets.Udp;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;

namespace Sfu.Server.Media;

/// <summary>
/// The media workers, the plain STUN responder and the certificate of this process. Rooms are pinned to workers in turn.
/// Singleton; started before the web server, disposed after it.
/// </summary>
internal sealed class WorkerPlane(
    SfuOptions options,
    IConfiguration configuration,
    MediaPorts ports,
    MediaCounts counts,
    MediaEventQueue queue,
    Readiness readiness,
    IHostApplicationLifetime lifetime,
    ILogger<WorkerPlane> logger) : IMediaPlane, IDisposable
{
    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly List<Worker> _workers = [];
    private readonly List<IPEndPoint[]> _candidates = [];
    private StunServer? _stun;

    public CertificateFingerprint Fingerprint => _certificate.Fingerprint;

    public void Start()
    {
        var advertised = CandidateAddresses.Choose(options.Media, WebAddresses.AreLoopbackOnly(configuration));
        var bind = CandidateAddresses.BindAddress(advertised);
        advertised = [.. advertised.Where(address => CandidateAddresses.IsReachable(address, bind))];
        var events = new WorkerEvents(queue);
        for (var index = 0; index < options.Media.Workers; index++)
        {
            var worker = OpenWorker(bind, options.Media.Port == 0 ? 0 : options.Media.Port + index, events);
            _workers.Add(worker);
            _candidates.Add([.. advertised.Select(address => new IPEndPoint(address, worker.LocalEndPoint.Port))]);
        }

        _stun = options.Stun.Port == 0 ? null : OpenStun(bind);
        counts.Workers = [.. _workers.Select(worker => new WorkerCounts(worker.Counters, worker.PortCounters))];
        _workers.ForEach(worker => worker.Start());
        _stun?.Start();
        ports.Media = [.. _workers.Select(worker => worker.LocalEndPoint.Port)];
        ports.Stun = _stun?.LocalEndPoint.Port;
        ports.Advertised = advertised;
    }

    public IReadOnlyList<IPEndPoint> CandidatesOf(uint room) => _candidates[IndexOf(room)];

    public bool TryJoin(uint room, uint participant, IceCredentials local, SlotPlan slots) => WorkerOf(room).TryJoin(room, participant, local, slots);

    public bool TrySetRemote(uint room, uint participant, IceCredentials remote, IReadOnlyList<CertificateFingerprint> fingerprints) =>
        WorkerOf(room).TrySetRemote(participant, remote, fingerprints);

    public bool TryRestartIce(uint room, uint participant, IceCredentials local) => WorkerOf(room).TryRestartIce(participant, local);

    public bool TrySetPublishing(uint room, uint participant, Sources sources) => WorkerOf(room).TrySetPublishing(participant, sources);

    public bool TrySetView(uint room, uint participant, ViewItem[] items) => WorkerOf(room).TrySetView(participant, items);

    public void Leave(uint room, uint participant) => WorkerOf(room).Leave(participant);

    public void Dispose()
    {
        _stun?.Dispose();
        _workers.ForEach(worker => worker.Dispose());
        _certificate.Dispose();
    }

    private int IndexOf(uint room) => (int)(room % (uint)_workers.Count);

    private Worker WorkerOf(uint room) => _workers[IndexOf(room)];

    private Worker OpenWorker(IPAddress bind, int port, WorkerEvents events)
    {
        try
        {
            var worker = new Worker(new WorkerOptions { BindAddress = bind, Port = port, Backend = Backend }, _certificate, events);
            worker.Failed += OnWorkerFailed;
            return worker;
        }
        catch (SocketException wrong)
        {
            throw new StartException($"UDP port {port} for media cannot be opened ({wrong.Message}); choose another with Sfu:Media:Port.");
        }
    }

    private StunServer OpenStun(IPAddress bind)
    {
        try
        {
            return new StunServer(bind, options.Stun.Port, Backend);
        }
        catch (SocketException wrong)
        {
            throw new StartException($"UDP port {options.Stun.Port} for STUN cannot be opened ({wrong.Message}); set Sfu:Stun:Port to another, or to 0 to do without.");
        }
    }

    private UdpBackend Backend => options.Media.Backend switch
    {
        MediaBackend.Linux => UdpBackend.Linux,
        MediaBackend.Socket => UdpBackend.Socket,
        _ => UdpBackend.Auto,
    };

    /// <summary>Its rooms are lost and its state cannot be trusted: better a fresh process than half a server.</summary>
    private void OnWorkerFailed(Exception failure)
    {
        MediaLog.WorkerDied(logger, failure.GetType().Name, failure.StackTrace);
        readiness.Fail();
        lifetime.StopApplication();
    }
}
