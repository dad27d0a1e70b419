using System.Runtime.InteropServices;
using Sfu.WebRtc;
using Sfu.Wire;

namespace Sfu.Testing.Network;

/// <summary>
/// Hosts and the paths between them in virtual time: one thread, no clock, and everything that chance decides comes from
/// the seed, so a failing seed fails again. Time jumps from event to event (a datagram arrives, a host's deadline).
/// </summary>
public sealed class VirtualNetwork(int seed) : IDisposable
{
    /// <summary>A host that sets its deadline into the past again and again would stop time; this many calls at one instant are too many.</summary>
    private const int MaxCallsAtOneInstant = 10_000;

    private readonly Random _random = new(seed);
    private readonly Dictionary<TransportAddress, IVirtualHost> _hosts = [];
    private readonly List<(TransportAddress Address, IVirtualHost Host)> _order = [];
    private readonly Dictionary<(TransportAddress From, TransportAddress To), VirtualLink> _links = [];
    private readonly PriorityQueue<Transit, (long AtUs, long Order)> _underWay = new();
    private readonly DatagramBatch _output = new();
    private long _sent;
    private long _instantUs;
    private int _callsAtInstant;

    public int Seed { get; } = seed;

    /// <summary>Starts well above zero: code must not take 0 for "now".</summary>
    public long NowUs { get; private set; } = 1_000 * MonotonicTime.Second;

    /// <summary>Of every path without conditions of its own.</summary>
    public LinkConditions Default { get; set; } = LinkConditions.Good;

    public long Delivered { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Datagrams to addresses where no host is.</summary>
    public long Strays { get; private set; }

    /// <summary>Sees every datagram when it is sent, before anything happens to it: for oracles.</summary>
    public event Action<TransportAddress, TransportAddress, ReadOnlyMemory<byte>>? Sending;

    public void Attach(in TransportAddress address, IVirtualHost host)
    {
        _hosts.Add(address, host);
        _order.Add((address, host));
    }

    public void Detach(TransportAddress address)
    {
        _hosts.Remove(address);
        _order.RemoveAll(entry => entry.Address == address);
    }

    /// <summary>The host is behind another address from now on, as after a NAT rebinding; what is under way to the old one is lost.</summary>
    public void Rebind(in TransportAddress oldAddress, in TransportAddress newAddress)
    {
        var host = _hosts[oldAddress];
        Detach(oldAddress);
        Attach(newAddress, host);
    }

    public void SetLink(in TransportAddress from, in TransportAddress to, LinkConditions conditions) => LinkOf(from, to).Conditions = conditions;

    /// <summary>Lets a host act by itself (start, publish): what it puts into the batch is sent from its address.</summary>
    public void Act(in TransportAddress from, Action<long, DatagramBatch> act)
    {
        act(NowUs, _output);
        Drain(from);
    }

    /// <summary>Sends a datagram that no host made; <paramref name="from"/> need not exist.</summary>
    public void Inject(in TransportAddress from, in TransportAddress to, ReadOnlySpan<byte> datagram) => Send(from, to, datagram.ToArray());

    public void Run(long durationUs) => RunUntil(static () => false, durationUs);

    /// <summary>Runs until the condition holds or this much virtual time has passed; says which.</summary>
    public bool RunUntil(Func<bool> condition, long limitUs)
    {
        var endUs = NowUs + limitUs;
        while (!condition())
        {
            var nextUs = NextEventUs();
            if (nextUs > endUs)
            {
                NowUs = endUs;
                return condition();
            }

            NowUs = Math.Max(NowUs, nextUs);
            CheckProgress();
            Step();
        }

        return true;
    }

    public void Dispose() => _output.Dispose();

    private long NextEventUs()
    {
        var nextUs = _underWay.TryPeek(out _, out var first) ? first.AtUs : MonotonicTime.Never;
        foreach (var (_, host) in _order)
            nextUs = Math.Min(nextUs, host.NextDeadlineUs);
        return nextUs;
    }

    private void Step()
    {
        if (_underWay.TryPeek(out _, out var first) && first.AtUs <= NowUs)
        {
            Deliver(_underWay.Dequeue());
            return;
        }

        for (var i = 0; i < _order.Count; i++)
        {
            var (address, host) = _order[i];
            if (host.NextDeadlineUs > NowUs)
                continue;
            host.HandleTimeout(NowUs, _output);
            Drain(address);
            return;
        }
    }

    private void Deliver(Transit transit)
    {
        if (!_hosts.TryGetValue(transit.To, out var host))
        {
            Strays++;
            return;
        }

        Delivered++;
        // Each copy of a duplicate is its own: hosts decrypt in place.
        host.Receive(transit.Bytes.ToArray(), transit.From, NowUs, _output);
        Drain(transit.To);
    }

    private void Drain(in TransportAddress from)
    {
        if (_output.Dropped > 0)
            throw new CheckFailedException($"seed {Seed}: one call of {from} overflowed the batch");
        var count = _output.Count;
        for (var i = 0; i < count; i++)
            Send(from, _output.Destination(i), _output[i].ToArray());
        _output.Clear();
    }

    private void Send(in TransportAddress from, in TransportAddress to, byte[] bytes)
    {
        Sending?.Invoke(from, to, bytes);
        var link = LinkOf(from, to);
        var conditions = link.Conditions ?? Default;
        if (!link.TryPass(conditions, bytes.Length, NowUs, _random, out var passedUs))
        {
            Lost++;
            return;
        }

        var copies = _random.NextDouble() < conditions.DuplicateRate ? 2 : 1;
        for (var i = 0; i < copies; i++)
        {
            var jitterUs = conditions.JitterUs > 0 ? _random.NextInt64(conditions.JitterUs) : 0;
            _underWay.Enqueue(new Transit(from, to, bytes), (passedUs + conditions.DelayUs + jitterUs, _sent++));
        }
    }

    private VirtualLink LinkOf(in TransportAddress from, in TransportAddress to)
    {
        ref var link = ref CollectionsMarshal.GetValueRefOrAddDefault(_links, (from, to), out _);
        return link ??= new VirtualLink();
    }

    private void CheckProgress()
    {
        _callsAtInstant = NowUs == _instantUs ? _callsAtInstant + 1 : 0;
        _instantUs = NowUs;
        if (_callsAtInstant > MaxCallsAtOneInstant)
            throw new CheckFailedException($"seed {Seed}: time stands still at {NowUs} µs; a host keeps a deadline that has passed");
    }

    private readonly record struct Transit(TransportAddress From, TransportAddress To, byte[] Bytes);
}
