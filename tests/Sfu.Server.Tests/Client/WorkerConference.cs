using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Sfu.Client;
using Sfu.Client.Media;
using Sfu.Media;
using Sfu.Sockets.Loop;
using Sfu.Sockets.Udp;
using Sfu.Testing;
using Sfu.Testing.Processes;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Sdp;

namespace Sfu.Server.Tests.Client;

/// <summary>
/// A real worker on a real UDP port of 127.0.0.1 with headless participants, and no hub: offers and answers are handed
/// over in memory, so that a failure here is one of media.
/// </summary>
internal sealed class WorkerConference : IWorkerEvents, IDisposable
{
    private const uint Room = 1;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly Worker _worker;
    private readonly ConcurrentDictionary<uint, Member> _members = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private uint _last;

    public WorkerConference()
    {
        var backend = Enum.Parse<UdpBackend>(BackendUnderTest.Name, ignoreCase: true);
        _worker = new Worker(new WorkerOptions { BindAddress = IPAddress.Loopback, Port = 0, Backend = backend }, _certificate, this);
        _worker.Failed += _failures.Enqueue;
        _worker.Start();
    }

    public ConcurrentQueue<(uint Participant, PeerEnd Reason)> Ended { get; } = new();

    public LoopCounters Counters => _worker.Counters;

    /// <summary>Bytes the worker's thread has allocated so far, and the datagrams it has sent: both read on that thread.</summary>
    public Task<(long Bytes, long Datagrams)> ReadWorkerAsync()
    {
        var reading = new TaskCompletionSource<(long, long)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(_worker.TryPost(loop => reading.SetResult((GC.GetAllocatedBytesForCurrentThread(), loop.Counters.DatagramsSent))));
        return reading.Task;
    }

    /// <summary>Waits for a state, and says what all participants saw if it does not come.</summary>
    public async Task UntilAsync(Func<bool> condition, string what) =>
        await Until.TrueAsync(() => Task.FromResult(condition() || !_failures.IsEmpty), Limit, () => $"{what}\n{Describe()}")
            .ContinueWith(task => { Assert.Empty(_failures); task.GetAwaiter().GetResult(); }, TaskScheduler.Default);

    public Member Join(HeadlessOptions options)
    {
        var number = ++_last;
        var ice = IceCredentials.Generate();
        var plan = new SlotPlan(
            [.. Enumerable.Range(0, MediaProfile.AudioSlots).Select(i => new SlotStream(MediaProfile.AudioSlotMid(i), RandomSsrc(), 0))],
            [.. Enumerable.Range(0, options.VideoSlots).Select(i => new SlotStream(MediaProfile.VideoSlotMid(i), RandomSsrc(), RandomSsrc()))]);
        var text = SdpOfferWriter.Write(new SdpOffer
        {
            SessionId = 1,
            SessionVersion = 1,
            IceUfrag = ice.UsernameFragment,
            IcePassword = ice.Password,
            Fingerprint = new SdpFingerprint(_certificate.Fingerprint.Algorithm, _certificate.Fingerprint.Value),
            Candidates = [TransportAddress.From(IPAddress.Loopback, _worker.LocalEndPoint.Port)],
            CanonicalName = CanonicalName.Text,
            AudioSlots = [.. plan.Audio.Select(slot => new SdpSlot(slot.Mid, slot.Ssrc, slot.RtxSsrc))],
            VideoSlots = [.. plan.Video.Select(slot => new SdpSlot(slot.Mid, slot.Ssrc, slot.RtxSsrc))],
        });
        Assert.True(SdpOfferReader.TryRead(text, out var offer, out var reason), reason);
        Assert.True(_worker.TryJoin(Room, number, ice, plan));

        var member = new Member(this, _worker, number, offer, options);
        _members[number] = member;
        member.Start();
        return member;
    }

    public void Leave(Member member)
    {
        _worker.Leave(member.Number);
        _members.TryRemove(member.Number, out _);
        member.Dispose();
    }

    void IWorkerEvents.MediaConnected(uint participant)
    {
    }

    void IWorkerEvents.MediaEnded(uint participant, PeerEnd reason) => Ended.Enqueue((participant, reason));

    void IWorkerEvents.SlotsChanged(uint subscriber, ReadOnlySpan<SlotAssignment> slots)
    {
        if (!_members.TryGetValue(subscriber, out var member))
            return;
        var state = new List<(string, SlotSource?)>();
        foreach (var slot in slots)
            state.Add((slot.Mid, slot.Participant == 0 ? null : new SlotSource($"{slot.Participant}", NameOf(slot.Kind))));
        member.Loop.Media.SetSlots(state);
    }

    void IWorkerEvents.SpeakersChanged(uint room, ReadOnlySpan<uint> participants)
    {
    }

    public void Dispose()
    {
        foreach (var member in _members.Values)
            member.Dispose();
        _worker.Dispose();
        _certificate.Dispose();
    }

    private static string NameOf(SourceKind kind) => kind switch
    {
        SourceKind.Mic => "mic",
        SourceKind.Camera => "camera",
        SourceKind.Screen => "screen",
        _ => "screen-audio",
    };

    private static uint RandomSsrc() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    private string Describe() => string.Join('\n', _members.Values.SelectMany(member =>
        new[] { $"participant {member.Number}: {member.Loop.Failure} refused {member.Loop.RefusedPackets} unknown {member.Loop.Media.UnknownPackets}" }
            .Concat(member.Received.Where(slot => slot.Packets > 0 || slot.ParticipantId is not null).Select(slot => $"  {slot}"))
            .Concat(member.Loop.Media.SentStats().Where(stream => stream.Packets > 0).Select(stream => $"  {stream}"))));

    internal sealed class Member : IDisposable
    {
        private readonly WorkerConference _conference;
        private readonly Worker _worker;
        private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();

        public Member(WorkerConference conference, Worker worker, uint number, SdpOffer offer, HeadlessOptions options)
        {
            _conference = conference;
            _worker = worker;
            Number = number;
            var credentials = IceCredentials.Generate();
            Loop = ParticipantLoop.Create(offer, credentials, _certificate, $"{number}", options);
            var text = ParticipantAnswer.Write(offer, credentials, _certificate, options);
            Assert.True(SdpAnswerReader.TryRead(text, offer, out var answer, out var reason), reason);
            Assert.True(worker.TrySetRemote(
                number,
                new IceCredentials(answer.IceUfrag, answer.IcePassword),
                [.. answer.Fingerprints.Select(print => new CertificateFingerprint(print.Algorithm, print.Value))]));
        }

        public uint Number { get; }

        public ParticipantLoop Loop { get; }

        public IReadOnlyList<ReceivedStats> Received => Loop.Media.ReceivedStats();

        public void Start() => Loop.Start();

        public void Publish(PublishedSources sources)
        {
            var flags = (sources.Mic ? Sources.Mic : 0) | (sources.Camera ? Sources.Camera : 0)
                | (sources.Screen ? Sources.Screen : 0) | (sources.ScreenAudio ? Sources.ScreenAudio : 0);
            Assert.True(_worker.TrySetPublishing(Number, flags));
            Loop.Post(nowUs => Loop.Media.SetSources(sources, nowUs));
        }

        public void Show(ushort width, ushort height, params Member[] others) =>
            Assert.True(_worker.TrySetView(
                Number, [.. others.Select(other => new ViewItem(other.Number, SourceKind.Camera, width, height))]));

        public bool ShowAll(Member other) => _worker.TrySetView(
            Number, [new ViewItem(other.Number, SourceKind.Screen, 1920, 1080), new ViewItem(other.Number, SourceKind.Camera, 640, 360)]);

        /// <summary>The slot that carries this source now, if any does.</summary>
        public ReceivedStats? From(Member other, string kind) =>
            Received.FirstOrDefault(slot => slot.ParticipantId == $"{other.Number}" && slot.Kind == kind);

        public Task UntilAsync(Func<bool> condition, string what) => _conference.UntilAsync(condition, $"participant {Number}: {what}");

        public void Dispose()
        {
            Loop.Dispose();
            _certificate.Dispose();
        }
    }
}
