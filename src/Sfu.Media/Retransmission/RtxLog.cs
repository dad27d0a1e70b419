using System.Diagnostics;
using Sfu.WebRtc;

namespace Sfu.Media.Retransmission;

/// <summary>What one slot wrote into one packet: enough to write the same packet again from the publisher's ring.</summary>
internal struct SentPacket
{
    /// <summary>Extended outgoing sequence number; 0 marks an unused entry of the log.</summary>
    public long Sequence;

    /// <summary>Where the packet is: the ring and number of the stream the slot carried then, which may not be today's.</summary>
    public PacketRing Ring;
    public long SourceSequence;

    public long SentUs;
    public long ResentUs;
    public uint Timestamp;
    public ushort TransportSequence;
    public ushort PictureId;
    public byte Tl0;
    public bool Marker;
    public byte Resends;
}

internal enum RtxVerdict : byte
{
    Resend,

    /// <summary>Never sent, or too long ago.</summary>
    Gone,

    /// <summary>Sent again less than a round trip ago, or often enough.</summary>
    Repeated,
}

/// <summary>
/// The last packets a slot sent, by outgoing sequence number. Metadata only; the payload stays in the publisher's ring.
/// It also knows whether a number was used before, which keeps every SRTP nonce unique. Owned by one slot.
/// </summary>
internal sealed class RtxLog
{
    /// <summary>LiveKit: after three the path is lossy beyond repair.</summary>
    private const int MaxResends = 3;

    /// <summary>mediasoup keeps 1 s of audio and 2 s of video; a receiver has given up or asked for a key frame by then.</summary>
    private const long MaxAgeUs = 1500 * MonotonicTime.Millisecond;

    /// <summary>LiveKit ignores repeats within min(100 ms, 2 RTT), mediasoup within one RTT.</summary>
    private const long MinRepeatUs = 20 * MonotonicTime.Millisecond;
    private const long MaxRepeatUs = 100 * MonotonicTime.Millisecond;

    private readonly int _capacity;
    private SentPacket[] _packets = [];
    private long _highest;

    /// <param name="capacity">A power of two. The memory is taken with the first packet, since most slots of a large block stay empty.</param>
    public RtxLog(int capacity)
    {
        Debug.Assert(int.IsPow2(capacity));
        _capacity = capacity;
    }

    /// <summary>False if the number was used before or is too old to know: it must not be sent.</summary>
    public bool MayUse(long sequence)
    {
        if (sequence > _highest)
            return true;
        return sequence > _highest - _capacity && _packets[sequence & (_capacity - 1)].Sequence != sequence;
    }

    public void Add(in SentPacket packet)
    {
        if (_packets.Length == 0)
            _packets = new SentPacket[_capacity];
        _packets[packet.Sequence & (_capacity - 1)] = packet;
        _highest = Math.Max(_highest, packet.Sequence);
    }

    /// <summary>Whether to send <paramref name="sequence"/> again now; <see cref="Find"/> gives what was written.</summary>
    public RtxVerdict Judge(long sequence, long nowUs, long rttUs)
    {
        if (_packets.Length == 0)
            return RtxVerdict.Gone;
        ref readonly var packet = ref _packets[sequence & (_capacity - 1)];
        if (packet.Sequence != sequence || nowUs - packet.SentUs > MaxAgeUs)
            return RtxVerdict.Gone;
        if (packet.Resends == 0)
            return RtxVerdict.Resend;
        var repeatUs = Math.Clamp(rttUs, MinRepeatUs, MaxRepeatUs);
        return packet.Resends >= MaxResends || nowUs - packet.ResentUs < repeatUs ? RtxVerdict.Repeated : RtxVerdict.Resend;
    }

    /// <summary>Only after <see cref="RtxVerdict.Resend"/>.</summary>
    public ref SentPacket Find(long sequence) => ref _packets[sequence & (_capacity - 1)];
}
