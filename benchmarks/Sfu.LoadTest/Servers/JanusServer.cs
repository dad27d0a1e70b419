using System.Text.Json;
using System.Text.Json.Nodes;
using Sfu.LoadTest.Generator;
using Sfu.LoadTest.Scenarios;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.WebRtc.Peer;

namespace Sfu.LoadTest.Servers;

/// <summary>
/// Debian's Janus with its videoroom plugin. Each participant that sends has a publishing connection, each that watches one
/// subscribing connection with the streams of all others, as Janus' own clients do it.
/// </summary>
/// <param name="bed">Address and core.</param>
/// <param name="eventLoops">1: one loop for all handles, the best set-up on one core; 0: a thread per handle, as installed.</param>
internal sealed class JanusServer(TestBed bed, int eventLoops) : IMediaServer
{
    private const int WebSocketPort = 18188;

    /// <summary>Handshakes under way at once, as for our own server.</summary>
    private const int ParallelJoins = 4;

    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly string _folder = Directory.CreateTempSubdirectory("sfu-load-janus-").FullName;
    private ServerProcess? _process;
    private JanusSession? _session;

    public int ProcessId => _process!.Id;

    public string Description { get; private set; } = "";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var libraries = JanusConfiguration.FindLibraries() ?? throw new InvalidOperationException("Janus is not installed (Debian package janus).");
        JanusConfiguration.Write(_folder, libraries, bed.Address, WebSocketPort, eventLoops);
        _process = ServerProcess.Start(bed.ServerCore, _folder, "janus", ["-F", _folder, "-C", Path.Combine(_folder, "janus.jcfg")], new Dictionary<string, string>());
        await _process.WaitForPortAsync(WebSocketPort, cancellationToken).ConfigureAwait(false);
        _session = await JanusSession.ConnectAsync(WebSocketPort, cancellationToken).ConfigureAwait(false);
        Description = Describe(_session.Info);
    }

    public async Task JoinAsync(Cast cast, GeneratorLoop loop, CancellationToken cancellationToken)
    {
        var session = _session!;
        var owner = await session.AttachAsync().ConfigureAwait(false);
        for (var room = 0; room < cast.Scenario.Rooms.Count; room++)
            await session.MessageAsync(owner, CreateRoom(room), waitsForEvent: false).ConfigureAwait(false);

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelJoins, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(cast.Members.Where(member => member.Publishes), parallel, async (member, token) =>
            await PublishAsync(session, member, cast, loop, token).ConfigureAwait(false)).ConfigureAwait(false);
        await Parallel.ForEachAsync(cast.Members.Where(member => member.Kind.Receives), parallel, async (member, token) =>
            await SubscribeAsync(session, member, cast, loop, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public string Tail() => _process?.Tail() ?? "";

    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
            await session.DisposeAsync().ConfigureAwait(false);
        if (_process is { } process)
            await process.DisposeAsync().ConfigureAwait(false);
        Directory.Delete(_folder, recursive: true);
        _certificate.Dispose();
    }

    private static JsonObject CreateRoom(int room) => new()
    {
        ["request"] = "create",
        ["room"] = RoomId(room),
        ["publishers"] = 100,
        ["bitrate"] = 0,
        ["audiocodec"] = "opus",
        ["videocodec"] = "vp8",
    };

    private async Task PublishAsync(JanusSession session, CastMember member, Cast cast, GeneratorLoop loop, CancellationToken cancellationToken)
    {
        var handle = await session.AttachAsync().ConfigureAwait(false);
        await session.MessageAsync(handle, new JsonObject
        {
            ["request"] = "join",
            ["ptype"] = "publisher",
            ["room"] = RoomId(member.Room),
            ["id"] = FeedId(member),
        }).ConfigureAwait(false);

        var credentials = IceCredentials.Generate();
        var socket = new MediaSocket(bed.Address);
        var (audio, video) = (member.CreateAudio(), member.CreateVideo(cast.Scenario.VideoBitrateBps));
        var offer = new JanusSdp(bed, credentials, _certificate.Fingerprint, socket.LocalPort).WriteOffer(audio, video);
        var (_, answer) = await session.MessageAsync(handle, new JsonObject { ["request"] = "publish" }, descriptionType: "offer", sdp: offer).ConfigureAwait(false);
        await ConnectAsync(loop, socket, credentials, answer, new EndpointPlan(audio, video, []), member, cancellationToken).ConfigureAwait(false);
        await session.WaitUntilUpAsync(handle).ConfigureAwait(false);
    }

    private async Task SubscribeAsync(JanusSession session, CastMember member, Cast cast, GeneratorLoop loop, CancellationToken cancellationToken)
    {
        var handle = await session.AttachAsync().ConfigureAwait(false);
        var (_, offer) = await session.MessageAsync(handle, new JsonObject
        {
            ["request"] = "join",
            ["ptype"] = "subscriber",
            ["room"] = RoomId(member.Room),
            ["streams"] = new JsonArray([.. cast.Publishers(member).Select(other => new JsonObject { ["feed"] = FeedId(other) })]),
        }).ConfigureAwait(false);

        var credentials = IceCredentials.Generate();
        var socket = new MediaSocket(bed.Address);
        var description = RemoteDescription.Read(offer ?? throw new InvalidDataException("Janus offers nothing."));
        var answer = new JanusSdp(bed, credentials, _certificate.Fingerprint, socket.LocalPort).WriteAnswer(description.Session);
        await session.MessageAsync(handle, new JsonObject { ["request"] = "start" }, descriptionType: "answer", sdp: answer).ConfigureAwait(false);
        await ConnectAsync(loop, socket, credentials, offer, new EndpointPlan(null, null, cast.ExpectedSources(member)), member, cancellationToken).ConfigureAwait(false);
    }

    private async Task ConnectAsync(
        GeneratorLoop loop, MediaSocket socket, IceCredentials credentials, string? sdp, EndpointPlan plan, CastMember member, CancellationToken cancellationToken)
    {
        var remote = RemoteDescription.Read(sdp ?? throw new InvalidDataException("Janus describes nothing."));
        socket.Connect(remote.Candidate);
        var peer = new ClientPeer(credentials, remote.Ice, [remote.Candidate], remote.Fingerprints, _certificate);
        await loop.ConnectAsync(new Endpoint(socket, peer, credentials, plan, remote.Streams, loop.Window, member.Phase), cancellationToken).ConfigureAwait(false);
    }

    private string Describe(JsonElement info)
    {
        var loops = eventLoops > 0 ? $"event_loops = {eventLoops}" : "a thread per handle, as installed";
        var dependencies = info.TryGetProperty("dependencies", out var list)
            ? string.Join(", ", list.EnumerateObject().Select(entry => $"{entry.Name} {entry.Value}"))
            : "";
        return $"Janus {info.GetProperty("version_string")}, {loops}, ICE-lite; {dependencies}";
    }

    // Janus refuses room and feed number 0.
    private static int RoomId(int room) => room + 1;

    private static int FeedId(CastMember member) => member.Number + 1;
}
