using Sfu.Wire;

namespace Sfu.WebRtc.Tests.Ice;

/// <summary>Datagrams on the way between two ends in virtual time: delayed, lost, doubled and reordered by a seeded dice.</summary>
internal sealed class LossyLink(int seed, double loss, long delayUs)
{
    private readonly Random _random = new(seed);
    private readonly PriorityQueue<(byte[] Datagram, TransportAddress From, TransportAddress To), long> _onTheWay = new();

    public double Loss { get; set; } = loss;

    public int Sent { get; private set; }

    public long NextArrivalUs => _onTheWay.TryPeek(out _, out var arrivalUs) ? arrivalUs : MonotonicTime.Never;

    public void Send(DatagramBatch batch, TransportAddress from, long nowUs)
    {
        for (var index = 0; index < batch.Count; index++)
        {
            Sent++;
            var copies = _random.NextDouble() < 0.05 ? 2 : 1;
            for (var copy = 0; copy < copies; copy++)
            {
                if (_random.NextDouble() >= Loss)
                    _onTheWay.Enqueue((batch[index].ToArray(), from, batch.Destination(index)), nowUs + delayUs + _random.NextInt64(delayUs));
            }
        }

        batch.Clear();
    }

    public bool TryReceive(long nowUs, out byte[] datagram, out TransportAddress from, out TransportAddress to)
    {
        (datagram, from, to) = ([], default, default);
        if (NextArrivalUs > nowUs)
            return false;
        (datagram, from, to) = _onTheWay.Dequeue();
        return true;
    }
}
