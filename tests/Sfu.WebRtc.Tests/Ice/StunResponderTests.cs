using System.Text;
using Sfu.Testing;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Stun;
using static Sfu.WebRtc.Tests.Ice.StunRequests;

namespace Sfu.WebRtc.Tests.Ice;

public sealed class StunResponderTests : IDisposable
{
    // Headers below STUN: IPv4 20, IPv6 40, UDP 8.
    private const int IPv4Overhead = 28;
    private const int IPv6Overhead = 48;

    private readonly StunResponder _responder = new();
    private readonly DatagramBatch _output = new(capacity: 8192);

    public void Dispose() => _output.Dispose();

    [Theory]
    [InlineData("203.0.113.9:40000", IPv4Overhead)]
    [InlineData("[2001:db8::9]:40000", IPv6Overhead)]
    public void Tells_a_plain_request_its_address_and_hardly_amplifies(string from, int overhead)
    {
        var request = Plain();
        Assert.True(_responder.TryRespond(request, Address(from), 0, _output));
        Assert.Equal(1, _output.Count);
        Assert.Equal(Address(from), _output.Destination(0));
        Assert.True(StunMessageReader.TryRead(_output[0], out var answer));
        Assert.Equal(StunMessageType.BindingSuccess, answer.Type);
        Assert.True(answer.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(Address(from), mapped);
        Assert.True(_output[0].Length + overhead <= (request.Length + overhead) * 1.4);
    }

    [Fact]
    public void Adds_a_fingerprint_when_asked_with_one()
    {
        var request = Build(1, (ref StunMessageWriter writer) => writer.AddFingerprint());
        Assert.True(_responder.TryRespond(request, Address("203.0.113.9:40000"), 0, _output));
        Assert.True(StunMessageReader.TryRead(_output[0], out var answer) && answer.VerifyFingerprint());
        Assert.True(_output[0].Length + IPv4Overhead <= (request.Length + IPv4Overhead) * 1.4);
    }

    [Fact]
    public void Refuses_what_it_must_understand_and_does_not_with_420()
    {
        var request = Build(1, (ref StunMessageWriter writer) => writer.AddOpaque(0x0003, [0, 0, 0, 6]));
        Assert.True(_responder.TryRespond(request, Address("203.0.113.9:40000"), 0, _output));
        Assert.True(StunMessageReader.TryRead(_output[0], out var answer));
        Assert.True(answer.TryGetErrorCode(out var code));
        Assert.Equal(420, code);
        Assert.True(_output[0].Length + IPv4Overhead <= (request.Length + IPv4Overhead) * 1.4);
    }

    [Fact]
    public void Is_silent_to_everything_else()
    {
        var credentials = IceCredentials.Generate();
        byte[][] others =
        [
            [], new byte[20], Check(credentials), Check(credentials)[..40],
            Build(1, (ref StunMessageWriter writer) => writer.AddUsername("nobody:here"u8)),
            Build(1, (ref StunMessageWriter writer) => writer.AddMessageIntegrity("key"u8)),
            Build(1, (ref StunMessageWriter _) => { }, StunMessageType.BindingIndication),
            Build(1, (ref StunMessageWriter _) => { }, StunMessageType.BindingSuccess),
            [.. Plain(), 0], [.. Build(1, (ref StunMessageWriter writer) => writer.AddFingerprint())[..^1], 0x55],
            Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\n\r\n"),
        ];
        foreach (var datagram in others)
            Assert.False(_responder.TryRespond(datagram, Address("203.0.113.9:40000"), 0, _output));
        Assert.False(_responder.TryRespond(Plain(), Address("203.0.113.9:0"), 0, _output)); // nobody lives on port 0
        Assert.Equal(0, _output.Count);
    }

    [Theory]
    [InlineData("203.0.113.{0}:40000", "203.0.114.1:40000")]
    [InlineData("[2001:db8:0:1::{0}]:40000", "[2001:db8:0:2::1]:40000")]
    public void A_network_gets_a_burst_and_then_a_trickle_however_many_hosts_and_ports_it_asks_from(string hosts, string neighbour)
    {
        var answered = 0;
        for (var index = 0; index < 10_000; index++)
        {
            var from = Address(string.Format(System.Globalization.CultureInfo.InvariantCulture, hosts, 1 + (index % 200)));
            answered += _responder.TryRespond(Plain(), from, 0, _output) ? 1 : 0;
        }

        Assert.Equal(StunResponder.Burst, answered);
        Assert.True(_responder.TryRespond(Plain(), Address(neighbour), 0, _output));

        answered = 0;
        for (var millisecond = 1; millisecond <= 2000; millisecond++)
        {
            var from = Address(string.Format(System.Globalization.CultureInfo.InvariantCulture, hosts, 7));
            answered += _responder.TryRespond(Plain(), from, millisecond * MonotonicTime.Millisecond, _output) ? 1 : 0;
        }

        Assert.Equal(2 * StunResponder.RatePerSecond, answered);
    }

    [Fact]
    public void All_networks_together_get_a_bounded_number_of_answers()
    {
        var answered = 0;
        var random = new Random(5);
        for (var index = 0; index < 50_000; index++)
        {
            var from = TransportAddress.FromIPv4((uint)random.NextInt64(uint.MaxValue), 1000);
            answered += _responder.TryRespond(Plain(), from, index * 20L, _output) ? 1 : 0; // 50 000 in one second
            _output.Clear();
        }

        Assert.InRange(answered, StunResponder.TotalRatePerSecond, StunResponder.TotalBurst + StunResponder.TotalRatePerSecond);
    }

    [Fact]
    public void Answering_and_refusing_allocates_nothing()
    {
        var request = Plain();
        var from = Address("203.0.113.9:40000");
        _responder.TryRespond(request, from, 0, _output);
        Assert.Equal(0, Allocation.BytesOf(() =>
        {
            for (var index = 0; index < 1000; index++)
                _responder.TryRespond(request, from, index, _output);
        }));
    }
}
