using System.Collections.Concurrent;
using System.Text.Json;
using Sfu.Client.Hub;
using Sfu.Client.Media;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire.Sdp;

namespace Sfu.Client;

/// <summary>
/// A participant without a browser: joins through the hub, answers the offer, sends synthetic media and receives with
/// real feedback. For load tests, interop tests and bots. Its media runs on a thread of its own; methods may be called
/// from anywhere.
/// </summary>
public sealed class HeadlessParticipant : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ParticipantInfo> _others = new();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly Lock _eventGate = new();
    private readonly List<(string Name, JsonElement Argument)> _earlyEvents = [];
    private HubConnection? _connection;
    private ClientMedia? _media;
    private ParticipantLoop? _loop;
    private bool _disposed;

    private HeadlessParticipant(string name) => Name = name;

    /// <summary>What the server calls this participant.</summary>
    public string Id { get; private set; } = "";

    public string Name { get; }

    /// <summary>Everybody else in the room now.</summary>
    public IReadOnlyCollection<ParticipantInfo> Others => [.. _others.Values];

    /// <summary>Who speaks, loudest first, as last heard.</summary>
    public IReadOnlyList<string> Speakers { get; private set; } = [];

    /// <summary>Completes with the reason when the server ends the participation, or when the hub connection ends.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>Joins a room and waits until media can flow.</summary>
    /// <param name="server">The server's web address, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="room">Room name.</param>
    /// <param name="name">Display name.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Gives up joining.</param>
    /// <exception cref="HubRefusedException">The hub refused the join or the answer.</exception>
    /// <exception cref="IOException">DTLS failed.</exception>
    public static async Task<HeadlessParticipant> JoinAsync(
        Uri server, string room, string name, HeadlessOptions? options = null, CancellationToken cancellationToken = default)
    {
        var participant = new HeadlessParticipant(name);
        try
        {
            participant._connection = await HubConnection.ConnectAsync(server, participant.Receive, cancellationToken).ConfigureAwait(false);
            await participant.JoinAsync(room, options ?? new HeadlessOptions(), cancellationToken).ConfigureAwait(false);
            return participant;
        }
        catch
        {
            await participant.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Turns sources on and off, on the wire and at the hub.</summary>
    public async Task SetPublishingAsync(PublishedSources sources, CancellationToken cancellationToken = default)
    {
        // The hub first when something is turned on: what it does not know of yet would be dropped.
        await Hub.InvokeAsync<Empty>(
            "SetPublishing", new PublishingRequest(sources.Mic, sources.Camera, sources.Screen, sources.ScreenAudio), cancellationToken).ConfigureAwait(false);
        _loop!.Post(nowUs => _media!.SetSources(sources, nowUs));
    }

    /// <summary>Says which videos to send, most important first.</summary>
    public Task SetViewAsync(IReadOnlyList<ViewItem> items, CancellationToken cancellationToken = default) =>
        Hub.InvokeAsync<Empty>("SetView", new ViewRequest(items), cancellationToken);

    /// <summary>Leaves the room; the participant can only be disposed after that.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken = default) =>
        Hub.InvokeAsync<Empty>("Leave", new Empty(), cancellationToken);

    public HeadlessStats Stats()
    {
        var (media, loop) = (_media!, _loop!);
        return new HeadlessStats(
            loop.Connected.IsCompletedSuccessfully, loop.Failure, media.RoundTripUs, media.UnknownPackets, loop.RefusedPackets,
            media.ReceivedStats(), media.SentStats());
    }

    /// <summary>Ends media and the hub connection, as when a browser tab is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _loop?.Dispose();
        if (_connection is { } connection)
            await connection.DisposeAsync().ConfigureAwait(false);
        _certificate.Dispose();
    }

    private HubConnection Hub => _connection ?? throw new InvalidOperationException("Not connected.");

    private async Task JoinAsync(string room, HeadlessOptions options, CancellationToken cancellationToken)
    {
        _ = Hub.Ended.ContinueWith(_ => _closed.TrySetResult("connection-lost"), TaskScheduler.Default);
        var joined = await Hub.InvokeAsync<JoinResult>("Join", new JoinRequest(room, Name, options.VideoSlots), cancellationToken).ConfigureAwait(false);
        Id = joined.ParticipantId;
        foreach (var other in joined.Participants)
            _others[other.Id] = other;
        if (!SdpOfferReader.TryRead(joined.Offer, out var offer, out var reason))
            throw new InvalidDataException($"The offer cannot be read: {reason}");

        var credentials = IceCredentials.Generate();
        StartMedia(offer, credentials, options);
        await Hub.InvokeAsync<Empty>("Answer", new AnswerRequest(ParticipantAnswer.Write(offer, credentials, _certificate, options)), cancellationToken).ConfigureAwait(false);
        await _loop!.Connected.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void StartMedia(SdpOffer offer, IceCredentials credentials, HeadlessOptions options)
    {
        _loop = ParticipantLoop.Create(offer, credentials, _certificate, Id, options);
        lock (_eventGate)
        {
            _media = _loop.Media;
            foreach (var (name, argument) in _earlyEvents)
                Apply(name, argument);
            _earlyEvents.Clear();
        }

        _loop.Start();
    }

    private void Receive(string name, JsonElement argument)
    {
        lock (_eventGate)
        {
            if (_media is null)
                _earlyEvents.Add((name, argument));
            else
                Apply(name, argument);
        }
    }

    private void Apply(string name, JsonElement argument)
    {
        switch (name)
        {
            case "slots":
                _media!.SetSlots(Read<SlotsState>().Slots.Select(
                    slot => (slot.Mid, slot.ParticipantId is { } id ? new SlotSource(id, slot.Kind) : null)));
                break;
            case "participantJoined" or "participantChanged":
                var info = Read<ParticipantInfo>();
                _others[info.Id] = info;
                break;
            case "participantLeft":
                _others.TryRemove(Read<ParticipantLeft>().ParticipantId, out _);
                break;
            case "speakers":
                Speakers = Read<SpeakersState>().ParticipantIds;
                break;
            case "closed":
                _closed.TrySetResult(Read<ClosedEvent>().Reason);
                break;
        }

        T Read<T>() => argument.Deserialize<T>(HubJson.Options) ?? throw new InvalidDataException($"The event {name} has no argument.");
    }
}
