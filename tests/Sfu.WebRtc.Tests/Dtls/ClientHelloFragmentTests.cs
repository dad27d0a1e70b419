using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>
/// Both browsers' ClientHello spans two datagrams, and Firefox cuts it anew when it repeats it. So hellos come in pieces,
/// in any order, with other pieces later.
/// </summary>
public class ClientHelloFragmentTests
{
    /// <summary>Chromium's cut of a 1413 byte hello, Firefox's of a 1461 byte one, and Firefox's second thoughts.</summary>
    private static readonly int[] BrowserCuts = [1175, 1383, 1163];

    // A hello of about 3 KiB: two key shares of X25519MLKEM768 length.
    private static readonly DtlsOptions BigHello = DtlsOptions.Default with
    {
        OtherHelloExtensions = [.. HelloBuilder.Extension(51, HelloBuilder.KeyShare(2600)), .. HelloBuilder.Extension(0x3A3A, [0])],
    };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Connects_whatever_the_order_of_a_hello_of_3_KiB_in_so_many_pieces(int pieces)
    {
        foreach (var order in Permutations(pieces))
        {
            using var pair = StartWithoutHello(out var hello);
            var datagrams = Datagrams.CutInto(pieces, HandshakeType.ClientHello, 0, hello);

            foreach (var index in order)
                pair.Inject(toServer: true, datagrams[index]);

            Assert.True(pair.RunUntil(() => pair.IsConnected, MonotonicTime.Second), string.Join(' ', order));
        }
    }

    [Theory]
    [InlineData(6, 720)]
    [InlineData(7, 5040)]
    [InlineData(8, 2500)]
    public void Answers_a_hello_in_so_many_pieces_with_the_last_one_and_no_sooner(int pieces, int orders)
    {
        var datagrams = Datagrams.CutInto(pieces, HandshakeType.ClientHello, 0, HelloBuilder.LikeABrowser(2600).Build());
        var random = new Random(pieces);
        // All orders of 6 and 7 pieces; of 8 a sample.
        var all = pieces < 8
            ? Permutations(pieces)
            : Enumerable.Range(0, orders).Select(_ => Enumerable.Range(0, pieces).OrderBy(_ => random.Next()).ToArray());
        var count = 0;
        foreach (var order in all)
        {
            using var pair = new DtlsPair();
            foreach (var index in order[..^1])
                Assert.Equal(0, pair.Inject(toServer: true, datagrams[index]));
            Assert.Equal(1, pair.Inject(toServer: true, datagrams[order[^1]]));
            Assert.Equal(DtlsState.Handshaking, pair.Server.State);
            count++;
        }

        Assert.Equal(orders, count);
    }

    [Fact]
    public void Joins_pieces_of_a_hello_that_was_cut_anew_when_it_was_repeated()
    {
        foreach (var first in BrowserCuts)
        {
            foreach (var second in BrowserCuts)
            {
                using var pair = StartWithoutHello(out var hello);
                var once = Datagrams.Cut(HandshakeType.ClientHello, 0, hello, first);
                var again = Datagrams.Cut(HandshakeType.ClientHello, 0, hello, second);

                // Of the first sending only the end arrives, of the second only the beginning.
                pair.Inject(toServer: true, once[1]);
                pair.Inject(toServer: true, again[0]);
                if (second < first)
                {
                    Assert.Equal(DtlsState.New, pair.Server.State); // a gap is left between them
                    pair.Inject(toServer: true, again[1]);
                }

                Assert.True(pair.RunUntil(() => pair.IsConnected, MonotonicTime.Second), $"{first}, then {second}");
            }
        }
    }

    [Fact]
    public void Joins_pieces_that_overlap_and_come_twice()
    {
        using var pair = StartWithoutHello(out var hello);
        for (var at = hello.Length - 100; at > -100; at -= 50)
        {
            var start = Math.Max(at, 0);
            var piece = Datagrams.Fragment(HandshakeType.ClientHello, hello.Length, 0, start, hello.AsSpan(start, Math.Min(100, hello.Length - start)));
            pair.Inject(toServer: true, Datagrams.Record(DtlsContentType.Handshake, piece));
            pair.Inject(toServer: true, Datagrams.Record(DtlsContentType.Handshake, piece));
        }

        Assert.True(pair.RunUntil(() => pair.IsConnected, MonotonicTime.Second));
    }

    [Fact]
    public void Joins_pieces_that_share_one_record()
    {
        using var pair = StartWithoutHello(out var hello);
        byte[] record =
        [
            .. Datagrams.Fragment(HandshakeType.ClientHello, hello.Length, 0, 700, hello.AsSpan(700)),
            .. Datagrams.Fragment(HandshakeType.ClientHello, hello.Length, 0, 0, hello.AsSpan(0, 700)),
        ];
        pair.Inject(toServer: true, Datagrams.Record(DtlsContentType.Handshake, record));

        Assert.True(pair.RunUntil(() => pair.IsConnected, MonotonicTime.Second));
    }

    [Fact]
    public void A_repeated_hello_repeats_the_answer_but_not_for_every_copy()
    {
        using var pair = StartWithoutHello(out var hello);
        var datagrams = Datagrams.CutInto(2, HandshakeType.ClientHello, 0, hello);
        pair.Impairment = _ => [];
        foreach (var datagram in datagrams)
            pair.Inject(toServer: true, datagram);
        var answered = pair.Sent.Count;

        for (var copy = 0; copy < 100; copy++)
        {
            foreach (var datagram in datagrams)
                pair.Inject(toServer: true, datagram);
        }

        Assert.Equal(answered, pair.Sent.Count); // all within a quarter of the first timeout
        pair.Advance(50 * MonotonicTime.Millisecond);
        foreach (var datagram in datagrams)
            pair.Inject(toServer: true, datagram);
        Assert.Equal(answered + 1, pair.Sent.Count);
    }

    /// <summary>A pair whose client has spoken into the void; what it said.</summary>
    private static DtlsPair StartWithoutHello(out byte[] hello)
    {
        var pair = new DtlsPair(client: BigHello) { Impairment = t => Datagrams.IsClientHello(t.Bytes) ? [] : [DtlsPair.OneWayUs] };
        pair.Start();
        hello = Datagrams.PlaintextMessages(pair.Sent.Select(t => t.Bytes)).Single().Body;
        Assert.InRange(hello.Length, 2700, 3200);
        return pair;
    }

    private static IEnumerable<int[]> Permutations(int count)
    {
        if (count == 1)
        {
            yield return [0];
            yield break;
        }

        foreach (var shorter in Permutations(count - 1))
        {
            for (var at = 0; at < count; at++)
                yield return [.. shorter[..at], count - 1, .. shorter[at..]];
        }
    }
}
