using System.Globalization;
using System.Security.Cryptography;
using Sfu.Client.Hub;
using Sfu.LoadTest.Generator;
using Sfu.LoadTest.Scenarios;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;
using Sfu.Wire.Sdp;

namespace Sfu.LoadTest.Servers;

/// <summary>Our own server, as its users run it: the Release build, joined through its hub.</summary>
/// <param name="bed">Address and core.</param>
/// <param name="serverDll">The built server.</param>
/// <param name="settings">More command-line settings, for ablations.</param>
/// <param name="environment">More environment, for ablations.</param>
internal sealed class SfuServer(TestBed bed, string serverDll, IReadOnlyList<string> settings, IReadOnlyDictionary<string, string> environment) : IMediaServer
{
    /// <summary>Handshakes under way at once, so that a crowd arriving is not a flood.</summary>
    private const int ParallelJoins = 4;

    private static readonly Uri Address = new($"http://127.0.0.1:{TestBed.HttpPort}");

    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly List<HubConnection> _connections = [];
    private ServerProcess? _process;

    public int ProcessId => _process!.Id;

    public string Description => settings.Count + environment.Count == 0
        ? "Sfu"
        : $"Sfu with {string.Join(' ', settings.Concat(environment.Select(pair => $"{pair.Key}={pair.Value}")))}";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            serverDll,
            "--urls", Address.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"--Sfu:Media:Port={TestBed.MediaPort}"),
            $"--Sfu:Media:Advertise:0={bed.Address}",
            "--Sfu:Stun:Port=0",
            // The default is 100, and the livestream to 100 has a broadcaster too.
            "--Sfu:Limits:ParticipantsPerRoom=200",
            .. settings,
        ];
        _process = ServerProcess.Start(bed.ServerCore, Path.GetDirectoryName(serverDll)!, "dotnet", arguments, environment);
        await _process.WaitForPortAsync(TestBed.HttpPort, cancellationToken).ConfigureAwait(false);
    }

    public async Task JoinAsync(Cast cast, GeneratorLoop loop, CancellationToken cancellationToken)
    {
        var joined = new Joined[cast.Members.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelJoins, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cast.Members, parallel, async (member, token) =>
            joined[member.Number] = await JoinAsync(member, cast, loop, token).ConfigureAwait(false)).ConfigureAwait(false);

        // Only when all are there, everybody can be told whom to show.
        await Parallel.ForEachAsync(cast.Members.Where(member => member.Kind.Receives), parallel, async (member, token) =>
        {
            ViewItem[] items = [.. cast.Publishers(member).Where(other => other.Kind.Camera).Select(other => new ViewItem(joined[other.Number].Id, "camera", 1280, 720))];
            if (items.Length > 0)
                await joined[member.Number].Hub.InvokeAsync<Empty>("SetView", new ViewRequest(items), token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public string Tail() => _process?.Tail() ?? "";

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync().ConfigureAwait(false);
        if (_process is { } process)
            await process.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
    }

    private async Task<Joined> JoinAsync(CastMember member, Cast cast, GeneratorLoop loop, CancellationToken cancellationToken)
    {
        var hub = await HubConnection.ConnectAsync(Address, (_, _) => { }, cancellationToken).ConfigureAwait(false);
        lock (_connections)
            _connections.Add(hub);

        var cameras = cast.Publishers(member).Count(other => other.Kind.Camera);
        var room = string.Create(CultureInfo.InvariantCulture, $"load-{member.Room}");
        var name = string.Create(CultureInfo.InvariantCulture, $"Load {member.Number}");
        var result = await hub.InvokeAsync<JoinResult>("Join", new JoinRequest(room, name, Math.Max(1, cameras)), cancellationToken).ConfigureAwait(false);
        if (!SdpOfferReader.TryRead(result.Offer, out var offer, out var reason))
            throw new InvalidDataException($"The offer cannot be read: {reason}");

        var remote = RemoteDescription.Read(result.Offer);
        var credentials = IceCredentials.Generate();
        var socket = new MediaSocket(bed.Address);
        socket.Connect(remote.Candidate);
        var peer = new ClientPeer(credentials, remote.Ice, [remote.Candidate], remote.Fingerprints, _certificate);
        var plan = new EndpointPlan(member.CreateAudio(), member.CreateVideo(cast.Scenario.VideoBitrateBps), cast.ExpectedSources(member));
        var endpoint = new Endpoint(socket, peer, credentials, plan, remote.Streams, loop.Window, member.Phase);

        var answer = SdpAnswerWriter.Write(offer, new SdpAnswerParameters
        {
            SessionId = RandomNumberGenerator.GetInt32(int.MaxValue),
            SessionVersion = 1,
            IceUfrag = credentials.UsernameFragment,
            IcePassword = credentials.Password,
            Fingerprint = new SdpFingerprint(_certificate.Fingerprint.Algorithm, _certificate.Fingerprint.Value),
            Rids = [],
        });
        await hub.InvokeAsync<Empty>("Answer", new AnswerRequest(answer), cancellationToken).ConfigureAwait(false);
        if (member.Publishes)
        {
            var sources = new PublishingRequest(member.Kind.Mic, member.Kind.Camera, Screen: false, ScreenAudio: false);
            await hub.InvokeAsync<Empty>("SetPublishing", sources, cancellationToken).ConfigureAwait(false);
        }

        await loop.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
        return new Joined(hub, result.ParticipantId);
    }

    private sealed record Joined(HubConnection Hub, string Id);
}
