using BenchmarkDotNet.Attributes;
using Sfu.Media.Ingress;
using Sfu.Wire.Rtcp;

namespace Sfu.Benchmarks.Wire;

/// <summary>One feedback about 100 packets, of which every twentieth was lost: what a camera of three layers gets every 100 ms or so.</summary>
public class TransportWideFeedback
{
    private const int Packets = 100;
    private const int LostEvery = 20;
    private const int PacketUs = 400;

    private readonly TwccReceiver _receiver = new();
    private readonly byte[] _feedback = new byte[1200];
    private readonly byte[] _received;
    private long _nowUs = 1_000_000;
    private ushort _sequence;

    public TransportWideFeedback() => _received = _feedback[..Write()];

    [Benchmark(Description = "TWCC: 100 arrivals noted and one feedback written")]
    public int Write()
    {
        for (var i = 0; i < Packets; i++)
        {
            _sequence++;
            _nowUs += PacketUs;
            if (i % LostEvery != 0)
                _receiver.Received(_sequence, 1, _nowUs);
        }

        return _receiver.Write(_feedback, 1);
    }

    [Benchmark(Description = "TWCC: one feedback about 100 packets read")]
    public long Read()
    {
        var compound = new RtcpCompoundReader(_received);
        if (!compound.TryReadNext(out var packet) || !TransportFeedbackReader.TryRead(packet, out var feedback))
            throw new InvalidOperationException("The feedback cannot be read.");
        var sum = 0L;
        while (feedback.TryReadNextReceived(out _, out var arrivalUs))
            sum += arrivalUs;
        return sum;
    }
}
