using Sfu.Testing;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Srtp;

/// <summary>Packets protected for a batch: their tags may come late, but never too late.</summary>
public sealed class SrtpBatchTests
{
    public static TheoryData<SrtpProtectionProfile> Profiles => SrtpPair.Profiles;

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_packet_of_a_batch_verifies_at_its_own_receiver(SrtpProtectionProfile profile)
    {
        var pairs = Enumerable.Range(0, 40).Select(_ => new SrtpPair(profile)).ToArray();
        using var batch = new DatagramBatch();
        var plain = new List<(SrtpPair Pair, byte[] Packet)>();
        for (var index = 0; index < 7; index++)
        {
            foreach (var (pair, number) in pairs.Select((pair, number) => (pair, number)))
            {
                var packet = pair.Rtp(1, (ushort)index, 20 + (number * 37 % 1100));
                plain.Add((pair, packet));
                Protect(batch, pair.Sender, packet);
            }
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var received = batch[i].ToArray();
            Assert.True(plain[i].Pair.Receiver.TryUnprotectRtp(received, SrtpPair.HeaderLength, out var length), $"packet {i}");
            Assert.Equal(plain[i].Packet, received[..length]);
        }

        foreach (var pair in pairs)
            pair.Dispose();
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_survives_the_end_of_its_sender(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        using var batch = new DatagramBatch();
        var packet = pair.Rtp(1, 1, 1000);
        Protect(batch, pair.Sender, packet);
        Protect(batch, pair.Sender, pair.Rtp(1, 2, 1000));
        pair.Sender.Dispose();
        var received = batch[0].ToArray();
        Assert.True(pair.Receiver.TryUnprotectRtp(received, SrtpPair.HeaderLength, out var length));
        Assert.Equal(packet, received[..length]);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_full_batch_is_sent_with_its_tags(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        var verified = 0;
        using var batch = new DatagramBatch(capacity: 4, whenFull: full =>
        {
            for (var i = 0; i < full.Count; i++)
                verified += pair.Receiver.TryUnprotectRtp(full[i].ToArray(), SrtpPair.HeaderLength, out _) ? 1 : 0;
            full.Clear();
        });
        for (var index = 0; index < 21; index++)
            Protect(batch, pair.Sender, pair.Rtp(1, (ushort)index, 1300));
        Assert.InRange(verified, 16, 20);
    }

    [Fact]
    public void Only_the_batchs_own_reservation_is_taken()
    {
        using var pair = new SrtpPair(SrtpProtectionProfile.Aes128CmHmacSha1_80);
        using var batch = new DatagramBatch();
        Assert.Throws<ArgumentException>(() => pair.Sender.ProtectRtp(batch, new byte[200], SrtpPair.HeaderLength, 100, 0));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_batch_allocates_nothing(SrtpProtectionProfile profile)
    {
        using var pair = new SrtpPair(profile);
        using var batch = new DatagramBatch();
        var packet = pair.Rtp(1, 1, 1100);
        var last = 0;
        Fill();
        Assert.Equal(0, Allocation.BytesOf(Fill));
        Assert.Equal(packet.Length + profile.RtpTagLength, last);

        void Fill()
        {
            for (var i = 0; i < 50; i++)
                Protect(batch, pair.Sender, packet);
            last = batch[49].Length;
            batch.Clear();
        }
    }

    private static void Protect(DatagramBatch batch, SrtpSender sender, byte[] packet)
    {
        var room = batch.Reserve();
        packet.CopyTo(room);
        batch.Commit(sender.ProtectRtp(batch, room, SrtpPair.HeaderLength, packet.Length, 0), default);
    }
}
