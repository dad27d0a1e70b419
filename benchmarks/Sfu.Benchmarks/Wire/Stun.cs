using System.Text;
using BenchmarkDotNet.Attributes;
using Sfu.WebRtc;
using Sfu.WebRtc.Ice;
using Sfu.Wire;
using Sfu.Wire.Stun;

namespace Sfu.Benchmarks.Wire;

/// <summary>Connectivity checks, which every browser sends about once a second, and plain STUN.</summary>
public class Stun
{
    private readonly IceCredentials _local = IceCredentials.Generate();
    private readonly TransportAddress _from = TransportAddress.FromIPv4(0x0A00_0001, 50_000);
    private readonly DatagramBatch _output = new(4);
    private readonly StunResponder _responder = new();
    private readonly IceLiteAgent _agent;
    private readonly byte[] _password;
    private readonly byte[] _check;
    private readonly byte[] _plain;
    private long _nowUs = MonotonicTime.Second;

    public Stun()
    {
        _agent = new IceLiteAgent(_local);
        _agent.SetRemote(new IceCredentials("abcdefgh", "0123456789abcdef01234567"));
        _password = Encoding.ASCII.GetBytes(_local.Password);

        // What Chromium sends: user name, network cost, controlling, use-candidate, priority, integrity, fingerprint.
        var buffer = new byte[200];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        writer.AddUsername(Encoding.ASCII.GetBytes(_local.UsernameFragment + ":abcdefgh"));
        writer.AddOpaque(0xC057, [0, 1, 0, 10]);
        writer.AddIceControlling(1);
        writer.AddUseCandidate();
        writer.AddPriority(0x6E00_1EFF);
        writer.AddMessageIntegrity(_password);
        writer.AddFingerprint();
        _check = buffer[..writer.Length];

        writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, new byte[12]);
        _plain = buffer[..writer.Length];
    }

    [Benchmark(Description = "STUN: read, verify integrity and fingerprint")]
    public bool ReadAndVerify() =>
        StunMessageReader.TryRead(_check, out var message) && message.VerifyFingerprint() && message.VerifyIntegrity(_password);

    [Benchmark(Description = "STUN: check answered by the ICE-lite agent")]
    public int Answer()
    {
        _output.Clear();
        if (_agent.Receive(_check, _from, ++_nowUs, _output) != StunOutcome.Verified)
            throw new InvalidOperationException("The check did not verify.");
        return _output.Count;
    }

    [Benchmark(Description = "STUN: plain request answered by the STUN server")]
    public int AnswerPlain()
    {
        // A second between requests: the rate limit is not what is measured.
        _output.Clear();
        if (!_responder.TryRespond(_plain, _from, _nowUs += MonotonicTime.Second, _output))
            throw new InvalidOperationException("The request was not answered.");
        return _output.Count;
    }
}
