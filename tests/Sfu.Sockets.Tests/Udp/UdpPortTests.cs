using System.Net;
using Sfu.Sockets.Udp;
using Sfu.Testing;
using Sfu.WebRtc;
using Sfu.Wire;

namespace Sfu.Sockets.Tests.Udp;

/// <summary>Both backends must behave alike: the same tests run over each.</summary>
public sealed class UdpPortTests
{
    private const int BufferBytes = 4 * 1024 * 1024;
    private const int OneSecondUs = 1_000_000;

    public static TheoryData<UdpBackend, string> Backends()
    {
        var data = new TheoryData<UdpBackend, string>();
        foreach (var address in new[] { "127.0.0.1", "::1" })
        {
            data.Add(UdpBackend.Socket, address);
            if (OperatingSystem.IsLinux())
                data.Add(UdpBackend.Linux, address);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Backends))]
    internal void Closing_twice_and_waking_after_the_end_touch_nothing_that_came_after(UdpBackend backend, string address)
    {
        for (var round = 0; round < 20; round++)
        {
            var closed = Open(backend, address);
            closed.Dispose();

            // The next port gets the numbers of the descriptors that have become free.
            using var next = Open(backend, address);
            closed.Wake();
            closed.Dispose();
            next.Wake();
            next.Wait(OneSecondUs);
            using var slab = new ReceiveSlab();
            next.Receive(slab);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    internal void Delivers_every_datagram_of_a_batch_unchanged_and_in_order(UdpBackend backend, string address)
    {
        using var sender = Open(backend, address);
        using var receiver = Open(backend, address);
        using var batch = new DatagramBatch();
        using var slab = new ReceiveSlab();
        var to = AddressOf(receiver);

        // Runs of equal size, a shorter one at a run's end, single ones: every shape that grouping could get wrong.
        int[] lengths = [1200, 1200, 1200, 700, 100, 100, 1, 1, 1, 1500, 1200, 1200, 1199, 1200, 3, 900];
        byte mark = 0;
        foreach (var length in lengths)
        {
            var datagram = batch.Reserve()[..length];
            datagram.Fill(mark++);
            batch.Commit(length, to);
        }

        sender.Send(batch);

        Assert.Equal(0, batch.Count);
        var received = ReceiveAll(receiver, slab, lengths.Length);
        Assert.Equal(lengths, received.Select(datagram => datagram.Bytes.Length));
        for (var i = 0; i < lengths.Length; i++)
        {
            Assert.All(received[i].Bytes, value => Assert.Equal(i, value));
            Assert.Equal(AddressOf(sender), received[i].Source);
        }
    }

    [Theory]
    [MemberData(nameof(Backends))]
    internal void Sends_interleaved_destinations_each_to_its_own(UdpBackend backend, string address)
    {
        using var sender = Open(backend, address);
        using var first = Open(backend, address);
        using var second = Open(backend, address);
        using var batch = new DatagramBatch();
        using var slab = new ReceiveSlab();
        for (var i = 0; i < 20; i++)
            batch.Add(new[] { (byte)i, (byte)i }, AddressOf(i % 3 == 0 ? first : second));

        sender.Send(batch);

        Assert.All(ReceiveAll(first, slab, 7), datagram => Assert.Equal(0, datagram.Bytes[0] % 3));
        Assert.All(ReceiveAll(second, slab, 13), datagram => Assert.NotEqual(0, datagram.Bytes[0] % 3));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    internal void Sends_more_datagrams_than_one_system_call_takes(UdpBackend backend, string address)
    {
        using var sender = Open(backend, address);
        using var receiver = Open(backend, address);
        using var batch = new DatagramBatch();
        using var slab = new ReceiveSlab();
        const int count = 500;
        for (var i = 0; i < count; i++)
        {
            // Sizes that go up and down, so that hardly two neighbours can share a message.
            var length = 10 + (i * 37 % 200);
            batch.Reserve()[..length].Fill((byte)i);
            batch.Commit(length, AddressOf(receiver));
        }

        sender.Send(batch);

        var received = ReceiveAll(receiver, slab, count);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (byte)i), received.Select(datagram => datagram.Bytes[0]));
        Assert.Equal(0, sender.SendFailures);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    internal async Task A_wake_up_from_another_thread_ends_the_wait(UdpBackend backend, string address)
    {
        using var port = Open(backend, address);
        using var slab = new ReceiveSlab();
        var woken = Task.Run(() => port.Wait(60 * OneSecondUs));

        port.Wake();

        await woken.WaitAsync(TimeSpan.FromSeconds(10));
        port.Receive(slab);
        Assert.All(Enumerable.Range(0, slab.Count), i => Assert.True(slab[i].IsEmpty));
    }

    [Theory]
    [InlineData(UdpBackend.Socket)]
    [InlineData(UdpBackend.Linux)]
    internal void An_address_the_socket_cannot_reach_is_counted_and_disturbs_nobody(UdpBackend backend)
    {
        if (backend == UdpBackend.Linux && !OperatingSystem.IsLinux())
            return;
        using var sender = Open(backend, "127.0.0.1");
        using var receiver = Open(backend, "127.0.0.1");
        using var batch = new DatagramBatch();
        using var slab = new ReceiveSlab();
        batch.Add([1], AddressOf(receiver));
        batch.Add([2], TransportAddress.From(IPAddress.IPv6Loopback, 9));
        batch.Add([3], TransportAddress.From(IPAddress.Parse("255.255.255.255"), 9)); // EACCES without SO_BROADCAST
        batch.Add([4], AddressOf(receiver));

        sender.Send(batch);

        Assert.Equal([1, 4], ReceiveAll(receiver, slab, 2).Select(datagram => datagram.Bytes[0]));
        Assert.Equal(2, sender.SendFailures);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    internal void Moves_datagrams_without_allocating(UdpBackend backend, string address)
    {
        using var sender = Open(backend, address);
        using var receiver = Open(backend, address);
        using var batch = new DatagramBatch();
        using var slab = new ReceiveSlab();
        var to = AddressOf(receiver);
        MoveSome(sender, receiver, batch, slab, to);

        Assert.Equal(0, Allocation.BytesOf(() =>
        {
            for (var i = 0; i < 100; i++)
                MoveSome(sender, receiver, batch, slab, to);
        }));
    }

    [Fact]
    public void Counts_runs_calls_and_what_the_kernel_dropped()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var sender = Open(UdpBackend.Linux, "127.0.0.1");
        using var receiver = UdpPort.Open(IPAddress.Loopback, 0, bufferBytes: 4096, UdpBackend.Linux);
        using var batch = new DatagramBatch();
        using var slab = new ReceiveSlab();
        var to = AddressOf(receiver);
        foreach (var length in new[] { 500, 500, 500, 400, 300 })
        {
            batch.Reserve();
            batch.Commit(length, to);
        }

        sender.Send(batch);
        Assert.Equal(1, sender.Counters.SendCalls);
        Assert.Equal(5, sender.Counters.Runs.Sum);
        Assert.Equal(1, sender.Counters.Runs[0]); // the 300 bytes alone
        Assert.Equal(1, sender.Counters.Runs[2]); // three equal ones and the shorter last

        // Far more than the small buffer holds; the count comes with the first datagram that got through afterwards.
        for (var i = 0; i < 100; i++)
        {
            batch.Reserve();
            batch.Commit(1200, to);
        }

        sender.Send(batch);
        Assert.Equal(0, receiver.Counters.KernelDrops);
        ReceiveWhatIsThere(receiver, slab);
        batch.Add([1], to);
        sender.Send(batch);
        ReceiveWhatIsThere(receiver, slab);
        Assert.InRange(receiver.Counters.KernelDrops, 1, 105);
        Assert.Equal(0, sender.Counters.SendFailures);
    }

    [Theory]
    [InlineData(UdpBackend.Socket)]
    [InlineData(UdpBackend.Linux)]
    internal void Knows_what_the_kernel_grants_of_the_buffers_it_asked_for(UdpBackend backend)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var most = int.Parse(File.ReadAllText("/proc/sys/net/core/rmem_max"), System.Globalization.CultureInfo.InvariantCulture);
        foreach (var wanted in new[] { most / 2, most, most * 2 })
        {
            using var port = UdpPort.Open(IPAddress.Loopback, 0, wanted, backend);
            Assert.Equal(wanted, port.Counters.WantedBufferBytes);
            Assert.Equal(Math.Min(wanted, most), port.Counters.ReceiveBufferBytes);
        }
    }

    private static void ReceiveWhatIsThere(UdpPort port, ReceiveSlab slab)
    {
        while (port.Wait(0))
            port.Receive(slab);
    }

    private static void MoveSome(UdpPort sender, UdpPort receiver, DatagramBatch batch, ReceiveSlab slab, in TransportAddress to)
    {
        for (var i = 0; i < 10; i++)
        {
            batch.Reserve();
            batch.Commit(1100 - (i / 4), to);
        }

        sender.Send(batch);
        for (var received = 0; received < 10; received += slab.Count)
        {
            receiver.Wait(OneSecondUs);
            receiver.Receive(slab);
        }
    }

    private static UdpPort Open(UdpBackend backend, string address) =>
        UdpPort.Open(IPAddress.Parse(address), 0, BufferBytes, backend);

    private static TransportAddress AddressOf(UdpPort port) =>
        TransportAddress.From(port.LocalEndPoint.Address, port.LocalEndPoint.Port);

    private static List<(byte[] Bytes, TransportAddress Source)> ReceiveAll(UdpPort port, ReceiveSlab slab, int count)
    {
        List<(byte[], TransportAddress)> received = [];
        for (var attempts = 0; received.Count < count && attempts < count + 5; attempts++)
        {
            port.Wait(OneSecondUs);
            port.Receive(slab);
            for (var i = 0; i < slab.Count; i++)
                received.Add((slab[i].ToArray(), slab.Source(i)));
        }

        Assert.Equal(count, received.Count);
        return received;
    }
}
