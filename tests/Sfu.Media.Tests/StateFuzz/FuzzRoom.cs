using Sfu.Media.Rooms;
using Sfu.Testing;
using Sfu.WebRtc;
using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests.StateFuzz;

/// <summary>A room in which everything happens that can, in an order that the seed decides.</summary>
internal sealed class FuzzRoom : IMediaEvents, IDisposable
{
    private const int MaxParticipants = 6;
    private const int MaxPacketLength = 1400;

    private readonly Random _random;
    private readonly MediaRoom _room;
    private readonly DatagramBatch _output = new(16_384);
    private readonly List<FuzzClient> _clients = [];
    private readonly byte[] _packet = new byte[2000];
    private long _nowUs = 1_000 * MonotonicTime.Second;
    private uint _nextNumber = 1;
    private int _transportSequence;

    public FuzzRoom(int seed)
    {
        _random = new Random(seed);
        _transportSequence = _random.Next(65536);
        _room = new MediaRoom(this);
    }

    public MediaCounters Counters => _room.SumCounters();

    public void Step()
    {
        switch (_random.Next(100))
        {
            case 0:
                Join();
                break;
            case 1 when _clients.Count > 2 && _random.Next(4) == 0:
                Leave(_clients[_random.Next(_clients.Count)]);
                break;
            case 2:
                Anybody()?.Publish((Sources)_random.Next(16));
                break;
            case 3 or 4:
                Anybody()?.Media.SetView(RandomView());
                break;
            case 5 when Anybody() is { IsConnected: false } client:
                client.Connect();
                break;
            case < 12:
                SendRtcp();
                break;
            case < 25:
                Run();
                break;
            case 25 when _random.Next(10) == 0:
                // As the brief of such a test wants it: an hour on, standing still, and back, though no monotonic clock does that.
                _nowUs += _random.Next(3) switch { 0 => 3_600 * MonotonicTime.Second, 1 => 0, _ => -_random.Next(5_000_000) };
                break;
            default:
                SendRtp();
                break;
        }
    }

    public void RemoveEverybody()
    {
        while (_clients.Count > 0)
            Leave(_clients[0]);
        Run();
        if (_room.Count != 0 || _room.NextDeadlineUs != MonotonicTime.Never)
            throw new CheckFailedException("an empty room wants to be woken");
    }

    public void SlotsChanged(MediaParticipant subscriber, ReadOnlySpan<SlotAssignment> slots)
    {
        var client = _clients.Find(client => client.Number == subscriber.Number);
        if (client is not null && slots.Length != client.Plan.Audio.Length + client.Plan.Video.Length)
            throw new CheckFailedException("slots that the plan does not have");
    }

    public void SpeakersChanged(ReadOnlySpan<uint> participants)
    {
        foreach (var number in participants)
        {
            if (Find(number) is null)
                throw new CheckFailedException($"{number} speaks, who is not in the room");
        }
    }

    public void Dispose()
    {
        _room.Dispose();
        foreach (var client in _clients)
            client.Dispose();
        _output.Dispose();
    }

    private void Join()
    {
        if (_clients.Count == MaxParticipants)
            return;
        var client = new FuzzClient(_room, _nextNumber++, _random);
        _clients.Add(client);
        if (_random.Next(4) != 0)
            client.Connect();
        client.Publish((Sources)_random.Next(16));
    }

    private void Leave(FuzzClient client)
    {
        _clients.Remove(client);
        _room.Remove(client.Media);
        client.Dispose();
    }

    private FuzzClient? Anybody() => _clients.Count == 0 ? null : _clients[_random.Next(_clients.Count)];

    private FuzzClient? Find(uint number) => _clients.Find(client => client.Number == number);

    private void Run()
    {
        _nowUs += _random.Next(30_000);
        _room.Forward(_nowUs, _output);
        Drain();
        if (_room.NextDeadlineUs > _nowUs)
            return;
        _room.HandleTimers(_nowUs, _output);
        Drain();
        _room.HandleTimers(_nowUs, _output);
        if (_output.Count > 0)
            throw new CheckFailedException("timers that have run at this instant run again");
    }

    private void Drain()
    {
        for (var i = 0; i < _output.Count; i++)
        {
            var destination = _output.Destination(i);
            var client = _clients.Find(client => client.Address == destination) ?? throw new CheckFailedException("a datagram to nobody");
            client.Receive(_output[i], Find);
        }

        if (_output.Dropped > 0)
            throw new CheckFailedException("more datagrams than a tick may have");
        _output.Clear();
    }

    private ViewItem[] RandomView()
    {
        var items = new ViewItem[_random.Next(10) == 0 ? 100 : _random.Next(6)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = new ViewItem(
                _random.Next(8) == 0 ? (uint)_random.Next(0, (int)_nextNumber + 1) : _clients[_random.Next(_clients.Count)].Number,
                _random.Next(8) == 0 ? (SourceKind)_random.Next(4) : _random.Next(3) == 0 ? SourceKind.Screen : SourceKind.Camera,
                (ushort)_random.Next(_random.Next(3) == 0 ? 65536 : 1500),
                (ushort)_random.Next(_random.Next(3) == 0 ? 65536 : 900));
        }

        return items;
    }

    private void SendRtp()
    {
        if (Anybody() is not { } client)
            return;
        _transportSequence += _random.Next(200) == 0 ? _random.Next(-3000, 30_000) : 1;
        var length = client.Streams[_random.Next(client.Streams.Length)].Write(_packet, (ushort)_transportSequence);
        length = Damage(Math.Min(length, MaxPacketLength), 30);
        client.Media.ReceiveRtp(_packet.AsSpan(0, length), _nowUs);
    }

    private void SendRtcp()
    {
        if (Anybody() is not { } client)
            return;
        var length = 0;
        for (var packets = _random.Next(1, 4); packets > 0; packets--)
            length += WriteRtcp(_packet.AsSpan(length), client);
        client.Media.ReceiveRtcp(_packet.AsSpan(0, Damage(length, 15)), _nowUs);
    }

    private int WriteRtcp(Span<byte> packet, FuzzClient client)
    {
        var own = client.Streams[_random.Next(client.Streams.Length)].Ssrc;
        var slot = client.Ssrcs is { Length: > 0 } ssrcs && _random.Next(10) != 0 ? ssrcs[_random.Next(ssrcs.Length)] : (uint)_random.Next(50);
        var block = new ReportBlock(slot, (byte)_random.Next(256), _random.Next(), (uint)_random.Next(), (uint)_random.Next(), (uint)_random.Next(), (uint)_random.Next());
        switch (_random.Next(9))
        {
            case 0:
                var ntp = _random.Next(5) == 0 ? (ulong)_random.NextInt64() : NtpTime.FromMicroseconds(Math.Max(0, _nowUs));
                return new SenderReport(own, ntp, (uint)_random.NextInt64(1L << 32), 1, 1).Write(packet, [block]);
            case 1:
                return ReceiverReport.Write(packet, own, [block, block]);
            case 2 or 3 or 4:
                var missing = new ushort[_random.Next(1, 30)];
                for (var i = 0; i < missing.Length; i++)
                    missing[i] = (ushort)(client.LastSequence - missing.Length + i + _random.Next(-1, 2));
                return NackWriter.Write(packet[..400], own, slot, missing, out _);
            case 5:
                return new PictureLossIndication(own, slot).Write(packet);
            case 6:
                return FullIntraRequest.Write(packet, own, slot, (byte)_random.Next(256));
            case 7:
                return TransportFeedbackWriter.Write(packet[..400], own, slot, (ushort)_random.Next(65536), 1, [0, 1000, TransportFeedback.NotReceived, _random.Next(5_000_000)], out _);
            default:
                return Goodbye.Write(packet, _random.Next(2) == 0 ? own : slot);
        }
    }

    /// <summary>Flips, cuts or lengthens one packet in <paramref name="oneIn"/>.</summary>
    private int Damage(int length, int oneIn)
    {
        if (_random.Next(oneIn) != 0)
            return length;
        for (var i = _random.Next(1, 4); i > 0 && length > 0; i--)
            _packet[_random.Next(Math.Min(length, 40))] = (byte)_random.Next(256);
        return _random.Next(3) == 0 ? _random.Next(MaxPacketLength) : length;
    }
}
