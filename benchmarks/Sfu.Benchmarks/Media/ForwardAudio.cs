using BenchmarkDotNet.Attributes;
using Sfu.Media;
using Sfu.Media.Rooms;
using Sfu.WebRtc;
using Sfu.Wire.Sdp;

namespace Sfu.Benchmarks.Media;

/// <summary>
/// Ten microphones and twenty listeners, each of whom gets the five loudest: 10 packets in and 100 out every 20 ms. One
/// operation is one forwarded packet.
/// </summary>
public class ForwardAudio
{
    private const int Speakers = 10;
    private const int Listeners = 20;
    private const int PacketLength = 120;
    private const int WarmUpTicks = 200;
    private const long TickUs = 20 * MonotonicTime.Millisecond;
    private const uint TickSamples = MediaProfile.OpusClockRate / 50;

    private readonly MediaParticipant[] _speakers = new MediaParticipant[Speakers];
    private readonly byte[][] _packets = new byte[Speakers][];
    private VirtualRoom? _room;
    private ushort _sequence;
    private uint _timestamp;
    private long _ticks;

    [GlobalSetup]
    public void SetUp()
    {
        _room = new VirtualRoom(4 * Listeners * (MediaProfile.AudioSlots + 1));
        for (var i = 0; i < Speakers; i++)
        {
            _speakers[i] = _room.AddPublisher(Sources.Mic);
            _packets[i] = VirtualRoom.MakePacket(MediaProfile.OpusPayloadType, MediaProfile.MicMid, 1, PacketLength, marker: false, out _);
        }

        for (var i = 0; i < Listeners; i++)
            _room.AddSubscriber(MediaProfile.AudioSlots, videoSlots: 1);
        for (var i = 0; i < WarmUpTicks; i++)
            Forward();
    }

    [Benchmark(OperationsPerInvoke = Listeners * MediaProfile.AudioSlots, Description = "Audio of 10 received, five loudest forwarded to 20")]
    public int Forward()
    {
        _sequence++;
        _timestamp += TickSamples;
        _ticks++;
        for (var i = 0; i < Speakers; i++)
        {
            VirtualRoom.Number(_packets[i], _sequence, _sequence, _timestamp);
            _speakers[i].ReceiveRtp(_packets[i], _room!.NowUs);
        }

        return _room!.Tick(TickUs);
    }

    [GlobalCleanup]
    public void Check()
    {
        var sent = _room!.Room.SumCounters().RtpSent;
        _room.Dispose();
        if (sent < (_ticks - 10) * Listeners * MediaProfile.AudioSlots)
            throw new InvalidOperationException($"Only {sent} packets were forwarded in {_ticks} ticks.");
    }
}
