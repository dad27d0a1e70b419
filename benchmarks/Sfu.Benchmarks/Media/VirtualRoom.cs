using System.Buffers.Binary;
using Sfu.Media;
using Sfu.Media.Rooms;
using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Benchmarks.Media;

/// <summary>
/// A room without sockets: publishers whose packets come decrypted, and subscribers with keys of their own. What it sends
/// ends in a batch that is thrown away. Time is virtual.
/// </summary>
internal sealed class VirtualRoom : IMediaEvents, IDisposable
{
    private readonly DatagramBatch _output;
    private readonly List<SrtpSender> _senders = [];
    private uint _nextParticipant = 1;

    public VirtualRoom(int datagramsPerTick)
    {
        Room = new MediaRoom(this);
        _output = new DatagramBatch(datagramsPerTick);
    }

    public MediaRoom Room { get; }

    public long NowUs { get; private set; } = MonotonicTime.Second;

    public MediaParticipant AddPublisher(Sources sources)
    {
        var publisher = Room.Add(_nextParticipant++, new SlotPlan([], []));
        publisher.SetPublishing(sources);
        return publisher;
    }

    public MediaParticipant AddSubscriber(int audioSlots, int videoSlots)
    {
        var number = _nextParticipant++;
        var ssrc = number * 100;
        var subscriber = Room.Add(number, new SlotPlan(
            [.. Enumerable.Range(0, audioSlots).Select(i => new SlotStream(MediaProfile.AudioSlotMid(i), ssrc + (uint)i, 0))],
            [.. Enumerable.Range(0, videoSlots).Select(i => new SlotStream(MediaProfile.VideoSlotMid(i), ssrc + 50 + (uint)i, ssrc + 80 + (uint)i))]));
        var key = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(key, number);
        var sender = new SrtpSender(SrtpProtectionProfile.AeadAes128Gcm, key, new byte[12]);
        _senders.Add(sender);
        subscriber.Connect(sender, TransportAddress.FromIPv4(0x0A00_0000 + number, 5000));
        return subscriber;
    }

    /// <summary>Everything received goes out, timers run, and time moves on.</summary>
    public int Tick(long stepUs)
    {
        Room.Forward(NowUs, _output);
        Room.HandleTimers(NowUs, _output);
        var sent = _output.Count;
        if (_output.Dropped > 0)
            throw new InvalidOperationException("The batch is too small.");
        _output.Clear();
        NowUs += stepUs;
        return sent;
    }

    /// <summary>A packet of a browser's length and shape, numbered by <see cref="Number"/>.</summary>
    public static byte[] MakePacket(byte payloadType, string mid, uint ssrc, int length, bool marker, out int headerLength)
    {
        var packet = new byte[length];
        RtpHeaderWriter.Write(packet, marker, payloadType, 0, 0, ssrc);
        var extensions = new RtpExtensionWriter(packet, RtpHeader.FixedLength);
        extensions.Reserve(MediaProfile.TransportSequenceExtensionId, sizeof(ushort));
        if (payloadType == MediaProfile.OpusPayloadType)
            extensions.Reserve(MediaProfile.AudioLevelExtensionId, 1)[0] = 0x80 | 30;
        extensions.Write(MediaProfile.MidExtensionId, System.Text.Encoding.ASCII.GetBytes(mid));
        headerLength = extensions.Finish();
        return packet;
    }

    /// <summary>Gives the packet its place in the stream, so that one array serves for all packets.</summary>
    public static void Number(Span<byte> packet, ushort sequence, ushort transportSequence, uint timestamp)
    {
        const int TransportSequenceOffset = RtpHeader.FixedLength + 4 + 1; // the first element, behind profile, length and its id
        RtpHeaderWriter.WriteSequenceNumber(packet, sequence);
        RtpHeaderWriter.WriteTimestamp(packet, timestamp);
        BinaryPrimitives.WriteUInt16BigEndian(packet[TransportSequenceOffset..], transportSequence);
    }

    public void SlotsChanged(MediaParticipant subscriber, ReadOnlySpan<SlotAssignment> slots)
    {
    }

    public void SpeakersChanged(ReadOnlySpan<uint> participants)
    {
    }

    public void Dispose()
    {
        Room.Dispose();
        _senders.ForEach(sender => sender.Dispose());
        _output.Dispose();
    }
}
