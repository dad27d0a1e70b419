using Sfu.Testing;
using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;
using Xunit.Abstractions;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>Nothing unauthenticated ends or changes an association, at whatever moment it comes, even from the peer's own address.</summary>
public class HostileInputTests(ITestOutputHelper log)
{
    [Fact]
    public void Keeps_the_call_when_forged_hellos_alerts_and_garbage_come_before_during_and_after_the_handshake()
    {
        // The moments: before the start, after each of the handshake's datagrams, when connected.
        for (var moment = 0; moment <= 4; moment++)
        {
            using var pair = new DtlsPair();
            var delivered = 0;
            pair.Rewrite = t =>
            {
                if (delivered++ == moment)
                    AttackBoth(pair, HostileDatagrams.Unanswered);
                return [t.Bytes];
            };

            Assert.True(pair.Connect(MonotonicTime.Second), $"attacked at {moment}");

            AttackBoth(pair, HostileDatagrams.Unanswered);
            AssertUndisturbed(pair);
        }
    }

    [Fact]
    public void Answers_nothing_to_what_deserves_no_answer()
    {
        using var pair = new DtlsPair();
        Attack(pair, toServer: true, HostileDatagrams.Unanswered);
        Attack(pair, toServer: true, HostileDatagrams.ForgedMessages);
        Assert.Empty(pair.Sent);
        Assert.Equal(DtlsState.New, pair.Server.State);
        Assert.Equal(MonotonicTime.Never, pair.Server.NextDeadlineUs);

        Assert.True(pair.Connect());
        var sent = pair.Sent.Count;
        AttackBoth(pair, HostileDatagrams.Unanswered);
        AttackBoth(pair, HostileDatagrams.ForgedMessages);
        AttackBoth(pair, HostileDatagrams.GoodHellos);
        foreach (var transit in pair.Sent.Take(sent).ToArray())
            pair.Inject(transit.ToServer, transit.Bytes); // a replay of the whole handshake
        Assert.Equal(sent, pair.Sent.Count);
        Assert.True(pair.IsConnected);
    }

    [Fact]
    public void A_connected_side_allocates_nothing_for_what_is_not_the_peers()
    {
        using var pair = new DtlsPair();
        Assert.True(pair.Connect());
        using var output = new DatagramBatch(4);
        byte[][] datagrams = [.. HostileDatagrams.Unanswered, .. HostileDatagrams.ForgedMessages, .. HostileDatagrams.GoodHellos];
        var allocated = 0L;
        for (var round = 0; round < 3; round++) // the first one may load code
        {
            allocated = Allocation.BytesOf(() =>
            {
                foreach (var datagram in datagrams)
                    pair.Server.Receive(datagram, DtlsPair.ClientAddress, pair.NowUs, output);
            });
        }

        Assert.Equal(0, allocated);
        Assert.Equal(0, output.Count);
    }

    [Theory]
    [InlineData(0)] // before the honest hello arrives
    [InlineData(1)] // when the answer is on its way
    [InlineData(2)] // when the client's flight is on its way
    public void Keeps_the_call_when_somebody_else_says_a_good_hello_from_the_peers_address(int moment)
    {
        using var pair = new DtlsPair();
        var delivered = 0;
        pair.Rewrite = t =>
        {
            if (delivered++ == moment)
                Attack(pair, toServer: true, HostileDatagrams.GoodHellos);
            return [t.Bytes];
        };
        // The answers to the forged hellos reach the honest client as well; a moment later, as the wire goes.
        Assert.True(pair.Connect(2 * MonotonicTime.Second), $"attacked at {moment}");
        AssertUndisturbed(pair);
    }

    [Theory]
    [InlineData(1, 1200)]
    [InlineData(2, 1200)]
    [InlineData(3, 1200)]
    [InlineData(2, 256)]
    [InlineData(5, 256)]
    [InlineData(8, 256)]
    public void Recovers_from_forged_messages_in_the_middle_of_the_handshake(int moment, int maxDatagramBytes)
    {
        var options = DtlsOptions.Default with { MaxDatagramBytes = maxDatagramBytes };
        foreach (var forged in HostileDatagrams.ForgedMessages)
        {
            using var pair = new DtlsPair(options, options);
            var delivered = 0;
            pair.Rewrite = t => delivered++ == moment ? [forged, t.Bytes] : [t.Bytes];

            // What a forgery costs is a repetition or two, by timer.
            Assert.True(pair.Connect(2 * MonotonicTime.Second), Convert.ToHexString(forged));
            AssertUndisturbed(pair);
        }
    }

    [Fact]
    public void A_flood_of_good_hellos_makes_three_attempts_at_most_and_gives_way_to_the_honest_one_later()
    {
        using var pair = new DtlsPair();
        pair.Impairment = _ => [];
        for (var i = 0; i < 1000; i++)
            pair.Inject(toServer: true, Datagrams.Message(HandshakeType.ClientHello, 0, new HelloBuilder().Build()));
        Assert.Equal(3, pair.Sent.Count);

        pair.Impairment = _ => [DtlsPair.OneWayUs];
        Assert.True(pair.Connect(10 * MonotonicTime.Second));
    }

    [Fact]
    public void A_flood_of_fragments_reserves_64_KiB_at_most_and_the_honest_handshake_still_completes()
    {
        using var pair = new DtlsPair();
        Attack(pair, toServer: true, HostileDatagrams.GoodHellos); // every attempt reserves for itself
        var random = new Random(11);
        var most = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var length = random.Next(2, 17_000);
            var bytes = new byte[Math.Min(length - 1, random.Next(1, 1200))];
            random.NextBytes(bytes);
            var type = random.Next(4) == 0 ? HandshakeType.ClientHello : HandshakeType.Certificate;
            var sequence = (ushort)(type is HandshakeType.ClientHello ? 0 : random.Next(1, 10));
            pair.Inject(toServer: true, Datagrams.Record(DtlsContentType.Handshake, Datagrams.Fragment(type, length, sequence, random.Next(length - bytes.Length), bytes)));
            most = Math.Max(most, pair.Server.ReservedBytes);
        }

        Assert.InRange(most, 30_000, 64 * 1024);
        Assert.True(pair.Connect(2 * MonotonicTime.Second));
        Assert.Equal(0, pair.Server.ReservedBytes);
    }

    [Fact]
    public void A_client_that_starts_over_before_the_handshake_is_done_gets_through()
    {
        using var pair = new DtlsPair();
        using (var first = new ScriptedClient(pair))
        {
            first.Hello();
            first.Certificate(DtlsPair.ClientCertificate);
        }

        using var second = new ScriptedClient(pair);
        second.Hello();
        second.Certificate(DtlsPair.ClientCertificate);
        second.KeyExchange();
        second.CertificateVerify(DtlsPair.ClientCertificate);
        second.Finished();

        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void Half_open_handshakes_are_gone_after_30_seconds()
    {
        using var pair = new DtlsPair();
        pair.Impairment = _ => [];
        foreach (var hello in HostileDatagrams.GoodHellos)
            pair.Inject(toServer: true, hello);

        pair.RunUntil(() => pair.Server.State is DtlsState.Failed, 31 * MonotonicTime.Second);

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal(MonotonicTime.Never, pair.Server.NextDeadlineUs);
        Assert.InRange(pair.Sent.Count, 2, 2 * 20);
    }

    [Fact]
    public void Thousands_of_damaged_handshakes_throw_nothing_and_never_give_keys_that_differ()
    {
        const int seeds = 1_500;
        var connected = 0;
        for (var seed = 0; seed < seeds; seed++)
        {
            var random = new Random(seed);
            var options = DtlsOptions.Default with { MaxDatagramBytes = random.Next(2) == 0 ? 1200 : 200 };
            using var pair = new DtlsPair(options, options);
            var damaged = 0;
            pair.Rewrite = t => random.Next(3) > 0 || damaged++ > 4 ? [t.Bytes]
                : random.Next(2) == 0 ? [Damage(random, t.Bytes)]
                : [Damage(random, t.Bytes), t.Bytes];

            // A change that both sides take for the truth (a hello with another session id, say) shows in the signature
            // or in Finished, and then the handshake ends by time: whoever can change packets can also drop them.
            if (!pair.Connect())
            {
                Assert.Contains(DtlsState.Failed, new[] { pair.Client.State, pair.Server.State });
                continue;
            }

            connected++;
            var (client, server) = pair.ExportKeys();
            Assert.Equal(client, server);
        }

        log.WriteLine($"{connected} of {seeds} connected");
        Assert.InRange(connected, seeds / 2, seeds);
    }

    private static byte[] Damage(Random random, byte[] datagram)
    {
        var copy = datagram.ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            switch (random.Next(3))
            {
                case 0:
                    copy[random.Next(copy.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    // Headers are where it hurts.
                    copy[random.Next(Math.Min(40, copy.Length))] = (byte)random.Next(4);
                    break;
            }
        }

        return random.Next(8) == 0 ? copy[..random.Next(1, copy.Length)] : copy;
    }

    private static void AttackBoth(DtlsPair pair, IEnumerable<byte[]> datagrams)
    {
        var all = datagrams.ToArray();
        Attack(pair, toServer: true, all);
        Attack(pair, toServer: false, all);
    }

    private static void Attack(DtlsPair pair, bool toServer, IEnumerable<byte[]> datagrams)
    {
        foreach (var datagram in datagrams)
            pair.Inject(toServer, datagram);
    }

    private static void AssertUndisturbed(DtlsPair pair)
    {
        Assert.True(pair.IsConnected);
        var (client, server) = pair.ExportKeys();
        Assert.Equal(client, server);
        pair.RunUntil(() => !pair.IsConnected, 60 * MonotonicTime.Second);
        Assert.True(pair.IsConnected);
        pair.Close(byClient: true); // and the association still works
        Assert.True(pair.RunUntil(() => pair.Server.State is DtlsState.Closed, MonotonicTime.Second));
    }
}
