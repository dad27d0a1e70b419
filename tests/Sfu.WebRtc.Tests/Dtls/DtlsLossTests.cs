using Sfu.WebRtc.Dtls;
using Xunit.Abstractions;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>Handshakes over a bad path, in virtual time: whatever gets lost, late, swapped or doubled, both sides connect.</summary>
public class DtlsLossTests(ITestOutputHelper log)
{
    // With datagrams of 256 bytes a handshake has a dozen of them; with 1200 it has four.
    private static readonly DtlsOptions Small = DtlsOptions.Default with { MaxDatagramBytes = 256 };

    [Theory]
    [InlineData(1200, 8)]
    [InlineData(256, 18)]
    public void Connects_when_any_one_or_any_two_datagrams_are_lost(int maxDatagramBytes, int datagrams)
    {
        var options = DtlsOptions.Default with { MaxDatagramBytes = maxDatagramBytes };
        for (var first = 0; first < datagrams; first++)
        {
            for (var second = first; second < datagrams; second++)
            {
                using var pair = new DtlsPair(options, options);
                pair.Impairment = t => t.Index == first || t.Index == second ? [] : [DtlsPair.OneWayUs];
                var startUs = pair.NowUs;

                Assert.True(pair.Connect(), $"datagrams {first} and {second} lost");

                // Each lost datagram costs at most one timeout: 100 ms, then 200 ms; the path itself takes 4 times 10 ms.
                var lost = first == second ? 1 : 2;
                var limitUs = (lost == 1 ? 100 : 300) * MonotonicTime.Millisecond + 8 * DtlsPair.OneWayUs;
                Assert.True(pair.NowUs - startUs <= limitUs, $"datagrams {first} and {second} lost: {pair.NowUs - startUs} us");
                var (client, server) = pair.ExportKeys();
                Assert.Equal(client, server);
            }
        }
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(15_000)]
    [InlineData(130_000)]
    [InlineData(1_000_000)]
    public void Connects_when_any_two_datagrams_are_late(long extraUs)
    {
        const int datagrams = 16;
        for (var first = 0; first < datagrams; first++)
        {
            for (var second = first; second < datagrams; second++)
            {
                using var pair = new DtlsPair(Small, Small);
                pair.Impairment = t => [DtlsPair.OneWayUs + (t.Index == first || t.Index == second ? extraUs : 0)];

                Assert.True(pair.Connect(limitUs: MonotonicTime.Second), $"datagrams {first} and {second} late");
            }
        }
    }

    [Fact]
    public void Connects_when_every_datagram_comes_twice_or_thrice()
    {
        foreach (var options in new[] { DtlsOptions.Default, Small })
        {
            using var pair = new DtlsPair(options, options);
            pair.Impairment = _ => [DtlsPair.OneWayUs, DtlsPair.OneWayUs + 1, DtlsPair.OneWayUs + 40 * MonotonicTime.Millisecond];

            Assert.True(pair.Connect(limitUs: MonotonicTime.Second));

            Assert.True(pair.RunUntil(() => false, 10 * MonotonicTime.Second) is false);
            Assert.InRange(pair.Sent.Count, 4, 40); // copies are answered seldom, and never for ever
        }
    }

    [Fact]
    public void Connects_when_every_flight_arrives_backwards()
    {
        using var pair = new DtlsPair(Small, Small);
        pair.Impairment = t => [DtlsPair.OneWayUs + 5_000 - t.Index * 100];

        Assert.True(pair.Connect(limitUs: 90 * MonotonicTime.Millisecond)); // without a single timeout
    }

    [Fact]
    public void Connects_with_30_percent_loss_jitter_and_copies_in_999_of_1000_cases()
    {
        const int seeds = 2_000;
        var failed = new List<int>();
        var slowestUs = 0L;
        for (var seed = 0; seed < seeds; seed++)
        {
            var random = new Random(seed);
            var options = seed % 2 == 0 ? DtlsOptions.Default : Small;
            using var pair = new DtlsPair(options, options);
            pair.Impairment = _ => Copies(random);
            var startUs = pair.NowUs;
            if (pair.Connect())
                slowestUs = Math.Max(slowestUs, pair.NowUs - startUs);
            else
                failed.Add(seed);
        }

        log.WriteLine($"{seeds - failed.Count} of {seeds} connected, the slowest after {slowestUs / MonotonicTime.Millisecond} ms; failed: {string.Join(' ', failed)}");
        Assert.True(failed.Count <= seeds / 1000, $"failed seeds: {string.Join(' ', failed)}");

        static IEnumerable<long> Copies(Random random)
        {
            var copies = random.NextDouble() < 0.05 ? 2 : 1;
            for (var i = 0; i < copies; i++)
            {
                if (random.NextDouble() >= 0.3)
                    yield return DtlsPair.OneWayUs + random.Next(30_000);
            }
        }
    }

    [Fact]
    public void Resends_its_last_flight_when_the_client_missed_it()
    {
        using var pair = new DtlsPair();
        var lostLastFlights = 0;
        pair.Impairment = t =>
        {
            // The server's last flight is the only thing it sends once it is connected; the first five are lost.
            var isLast = !t.ToServer && pair.Server.State is DtlsState.Connected;
            return isLast && lostLastFlights++ < 5 ? [] : [DtlsPair.OneWayUs];
        };

        Assert.True(pair.Connect());

        Assert.Equal(6, lostLastFlights);
    }

    [Fact]
    public void Gives_up_after_30_seconds_when_nobody_answers()
    {
        using var pair = new DtlsPair();
        pair.Impairment = t => t.ToServer && t.Index == 0 ? [DtlsPair.OneWayUs] : [];
        var startUs = pair.NowUs;

        Assert.False(pair.Connect());

        Assert.Equal(DtlsState.Failed, pair.Client.State);
        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal("the handshake did not complete in time", pair.Client.FailureReason);
        Assert.Equal(startUs + 30 * MonotonicTime.Second + DtlsPair.OneWayUs, pair.NowUs);
        Assert.Equal(MonotonicTime.Never, pair.Server.NextDeadlineUs);
        // After 100, 200, 400, 800, 1600 ms, then every 2 s.
        Assert.Equal(1 + 5 + 13, pair.Sent.Count(t => t.ToServer));
    }
}
