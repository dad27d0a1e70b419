using Sfu.Media.Retransmission;

namespace Sfu.Media.Tests;

public class PacketRingTests
{
    [Fact]
    public void Never_hands_out_bytes_that_were_overwritten()
    {
        var random = new Random(1);
        using var ring = new PacketRing(4096, 64);
        var written = new Dictionary<long, byte[]>();
        for (long sequence = 1 << 16; sequence < (1 << 16) + 5000; sequence++)
        {
            var packet = new byte[random.Next(1, 700)];
            random.NextBytes(packet);
            Write(ring, sequence, packet);
            written[sequence] = packet;

            var found = 0;
            for (var old = sequence; old > sequence - 100; old--)
            {
                if (!ring.TryGet(old, out var info, out var bytes))
                    continue;
                found++;
                Assert.Equal(old, info.Sequence);
                Assert.True(bytes.SequenceEqual(written[old]), $"{sequence} {old}");
            }

            // At most one packet's length is lost at the end of the ring.
            if (sequence > (1 << 16) + 50)
                Assert.InRange(found, 4, 64);
        }
    }

    [Fact]
    public void Knows_a_number_even_when_its_bytes_are_gone()
    {
        using var ring = new PacketRing(1024, 64);
        Write(ring, 100, new byte[600]);
        Write(ring, 101, new byte[600]);
        Assert.True(ring.Knows(100));
        Assert.False(ring.TryGet(100, out _, out _));
        Assert.True(ring.TryGet(101, out _, out _));
        Assert.False(ring.Knows(102));
    }

    [Fact]
    public void Holds_nothing_after_clear_and_after_dispose()
    {
        var ring = new PacketRing(1024, 64);
        Write(ring, 100, new byte[10]);
        ring.Clear();
        Assert.False(ring.TryGet(100, out _, out _));
        Write(ring, 100, new byte[10]);
        ring.Dispose();
        Assert.False(ring.TryGet(100, out _, out _));
        Assert.False(ring.Knows(100));
    }

    private static void Write(PacketRing ring, long sequence, byte[] packet)
    {
        packet.CopyTo(ring.Reserve(700));
        ring.Commit(new PacketInfo { Sequence = sequence, Length = (ushort)packet.Length });
    }
}
