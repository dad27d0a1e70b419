using Sfu.Media;
using Sfu.Sockets.Loop;
using Sfu.WebRtc;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Ice;
using Sfu.Wire;

namespace Sfu.Sockets.Tests.Loop;

/// <summary>A whole call in virtual time: the real media loop, real peers, and a network that is a list of datagrams.</summary>
internal sealed class VirtualCall : IWorkerEvents, IDisposable
{
    public const long StepUs = 10 * MonotonicTime.Millisecond;

    private readonly DtlsCertificate _certificate = DtlsCertificate.CreateSelfSigned();
    private readonly DatagramBatch _output = new();
    private readonly Dictionary<TransportAddress, VirtualClient> _clients = [];

    public VirtualCall()
    {
        Loop = new MediaLoop(_certificate, this, _output);
        LoopAddress = TransportAddress.FromIPv4(0x0A000001, 10000);
    }

    public MediaLoop Loop { get; }

    public TransportAddress LoopAddress { get; }

    public long NowUs { get; private set; } = MonotonicTime.Second;

    public List<uint> Connected { get; } = [];

    public List<(uint Participant, PeerEnd Reason)> Ended { get; } = [];

    public Dictionary<uint, SlotAssignment[]> Slots { get; } = [];

    /// <summary>Every datagram the loop has sent to an address nobody listens on.</summary>
    public List<TransportAddress> Strays { get; } = [];

    public VirtualClient Join(uint participant, uint room = 1, bool answers = true)
    {
        var local = IceCredentials.Generate();
        Loop.Join(room, participant, local, PlanFor(participant), NowUs);
        var client = new VirtualClient(this, participant, local, _certificate.Fingerprint, AddressOf(participant));
        _clients.Add(client.Address, client);
        if (answers)
            client.Answer();
        client.Start();
        return client;
    }

    /// <summary>Runs until <paramref name="condition"/> holds; fails after <paramref name="limitUs"/> of virtual time.</summary>
    public void RunUntil(Func<bool> condition, long limitUs = 5 * MonotonicTime.Second)
    {
        for (var deadlineUs = NowUs + limitUs; !condition(); Step())
            Assert.True(NowUs < deadlineUs, "The awaited state did not come in time.");
    }

    public void Run(long durationUs)
    {
        for (var endUs = NowUs + durationUs; NowUs < endUs;)
            Step();
    }

    /// <summary>Lets 10 ms pass and delivers everything that is under way.</summary>
    public void Step() => Step(StepUs);

    /// <summary>Lets that much time pass and delivers everything that is under way.</summary>
    public void Step(long durationUs)
    {
        NowUs += durationUs;
        Loop.HandleTimers(NowUs);
        foreach (var client in _clients.Values)
            client.HandleTimeout();
        for (var anything = true; anything;)
        {
            anything = DeliverToClients();
            foreach (var client in _clients.Values)
                anything |= client.DeliverToLoop();
            Loop.Forward(NowUs);
            anything |= _output.Count > 0;
        }
    }

    public void Inject(ReadOnlySpan<byte> datagram, in TransportAddress from) => Loop.Receive(datagram.ToArray(), from, NowUs);

    /// <summary>The client's datagrams come from another port from now on, as after a NAT rebinding.</summary>
    public void Rebind(VirtualClient client, in TransportAddress address)
    {
        _clients.Remove(client.Address);
        client.Address = address;
        _clients[address] = client;
    }

    public void Disconnect(VirtualClient client) => _clients.Remove(client.Address);

    public static TransportAddress AddressOf(uint participant) => TransportAddress.FromIPv4(0x0A000100 + participant, 40000);

    public void MediaConnected(uint participant) => Connected.Add(participant);

    public void MediaEnded(uint participant, PeerEnd reason) => Ended.Add((participant, reason));

    public void SlotsChanged(uint subscriber, ReadOnlySpan<SlotAssignment> slots) => Slots[subscriber] = slots.ToArray();

    public void SpeakersChanged(uint room, ReadOnlySpan<uint> participants)
    {
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
        Loop.Dispose();
        _output.Dispose();
        _certificate.Dispose();
    }

    private static SlotPlan PlanFor(uint participant) => new(
        [new SlotStream("a0", 1000 + participant, 0), new SlotStream("a1", 1100 + participant, 0)],
        [new SlotStream("v0", 2000 + participant, 3000 + participant)]);

    private bool DeliverToClients()
    {
        var count = _output.Count;
        for (var i = 0; i < count; i++)
        {
            if (_clients.TryGetValue(_output.Destination(i), out var client))
                client.Receive(_output[i].ToArray(), LoopAddress);
            else
                Strays.Add(_output.Destination(i));
        }

        _output.Clear();
        return count > 0;
    }
}
