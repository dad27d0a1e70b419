using System.Buffers.Binary;
using Sfu.Testing;
using Sfu.Testing.Network;
using Sfu.Wire;

namespace Sfu.WebRtc.Tests.Network;

public sealed class VirtualNetworkTests
{
    private static readonly TransportAddress Here = TransportAddress.FromIPv4(0x0A000001, 1);
    private static readonly TransportAddress There = TransportAddress.FromIPv4(0x0A000002, 2);

    [Fact]
    public void A_good_link_delivers_everything_in_order_after_its_delay()
    {
        using var network = new VirtualNetwork(1);
        var sink = new Sink();
        network.Attach(There, sink);
        var startUs = network.NowUs;
        SendNumbers(network, 100, length: 10);
        network.Run(MonotonicTime.Second);
        Assert.Equal(Enumerable.Range(0, 100), sink.Numbers);
        Assert.All(sink.ArrivalsUs, arrivalUs => Assert.Equal(startUs + 10_000, arrivalUs));
        Assert.Equal((100, 0, startUs + MonotonicTime.Second), (network.Delivered, network.Lost, network.NowUs));
    }

    [Fact]
    public void The_same_seed_gives_the_same_run_and_another_seed_another()
    {
        Assert.Equal(RunPoor(7), RunPoor(7));
        Assert.NotEqual(RunPoor(7), RunPoor(8));
    }

    [Fact]
    public void Loss_duplicates_and_reordering_come_as_often_as_asked()
    {
        using var network = new VirtualNetwork(2) { Default = new LinkConditions { LossRate = 0.2, DuplicateRate = 0.1, JitterUs = 5_000 } };
        var sink = new Sink();
        network.Attach(There, sink);
        SendNumbers(network, 10_000, length: 10);
        network.Run(MonotonicTime.Second);
        Assert.InRange(network.Lost, 1800, 2200);
        Assert.InRange(sink.Numbers.Count - sink.Numbers.Distinct().Count(), 700, 900);
        Assert.Contains(sink.Numbers.Zip(sink.Numbers.Skip(1)), pair => pair.Second < pair.First);
    }

    [Fact]
    public void Bursts_lose_runs_of_datagrams()
    {
        using var network = new VirtualNetwork(3) { Default = new LinkConditions { Bursts = new LossBursts(0.01, 0.1, 1) } };
        var sink = new Sink();
        network.Attach(There, sink);
        SendNumbers(network, 10_000, length: 10);
        network.Run(MonotonicTime.Second);
        var gaps = sink.Numbers.Zip(sink.Numbers.Skip(1)).Select(pair => pair.Second - pair.First - 1).Where(gap => gap > 0).ToList();
        Assert.InRange(gaps.Average(), 7, 13); // 1 / TurnsGood
        Assert.InRange(network.Lost, 500, 1500);
    }

    [Fact]
    public void A_slow_link_spaces_datagrams_and_drops_what_its_queue_does_not_hold()
    {
        using var network = new VirtualNetwork(4) { Default = new LinkConditions { RateBps = 800_000, QueueBytes = 10_000 } };
        var sink = new Sink();
        network.Attach(There, sink);
        var startUs = network.NowUs;
        SendNumbers(network, 20, length: 1000);
        network.Run(MonotonicTime.Second);
        Assert.Equal(Enumerable.Range(0, 10), sink.Numbers);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => startUs + 10_000 + i * 10_000L), sink.ArrivalsUs);
    }

    [Fact]
    public void Mtu_cut_and_rebinding_lose_what_they_must()
    {
        using var network = new VirtualNetwork(5) { Default = new LinkConditions { MtuBytes = 500 } };
        var sink = new Sink();
        network.Attach(There, sink);
        SendNumbers(network, 1, length: 501);
        SendNumbers(network, 1, length: 500);
        network.SetLink(Here, There, new LinkConditions { IsCut = true });
        SendNumbers(network, 1, length: 10);
        network.SetLink(Here, There, LinkConditions.Good);
        network.Run(MonotonicTime.Second);
        Assert.Equal((1, 2), (sink.Numbers.Count, network.Lost));

        SendNumbers(network, 1, length: 10);
        network.Rebind(There, TransportAddress.FromIPv4(0x0A000002, 3));
        network.Run(MonotonicTime.Second);
        Assert.Equal((1, 1), (sink.Numbers.Count, network.Strays));
    }

    [Fact]
    public void A_host_that_stops_time_is_found_out()
    {
        using var network = new VirtualNetwork(6);
        network.Attach(There, new Sink { NextDeadlineUs = 0 });
        Assert.Throws<CheckFailedException>(() => network.Run(MonotonicTime.Second));
    }

    private static string RunPoor(int seed)
    {
        using var network = new VirtualNetwork(seed) { Default = LinkConditions.Poor };
        var sink = new Sink();
        network.Attach(There, sink);
        SendNumbers(network, 500, length: 100);
        network.Run(MonotonicTime.Second);
        return string.Join(' ', sink.Numbers.Zip(sink.ArrivalsUs));
    }

    private static void SendNumbers(VirtualNetwork network, int count, int length)
    {
        var datagram = new byte[length];
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(datagram, i);
            network.Inject(Here, There, datagram);
        }
    }

    private sealed class Sink : IVirtualHost
    {
        public List<int> Numbers { get; } = [];

        public List<long> ArrivalsUs { get; } = [];

        public long NextDeadlineUs { get; init; } = MonotonicTime.Never;

        public void Receive(Span<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output)
        {
            Numbers.Add(BinaryPrimitives.ReadInt32BigEndian(datagram));
            ArrivalsUs.Add(nowUs);
        }

        public void HandleTimeout(long nowUs, DatagramBatch output)
        {
        }
    }
}
