using System.Diagnostics;
using Sfu.WebRtc;

namespace Sfu.Media.Retransmission;

/// <summary>
/// What one slot wrote into one packet: enough to write the same packet again from the publisher's ring. 32 bytes, two to a cache line, because every packet
/// to every subscriber writes one: numbers and times are kept relative or cut to 32 bits (microseconds then turn over after 71 minutes, and a log reaches
/// back some seconds).
/// </summary>
internal struct SentPacket
{
    private const byte MarkerFlag = 0x80;

    /// <summary>The ring of the stream the slot carried then, which may not be today's; null marks an unused entry of the log.</summary>
    public PacketRing? Ring;

    public uint Timestamp;
    public ushort PictureId;
    public byte Tl0;

    private byte _markerAndResends;
    private uint _sequence;
    private uint _sourceDistance;
    private uint _sentUs;
    private uint _resentUs;

    /// <param name="sequence">Extended outgoing sequence number.</param>
    /// <param name="sourceSequence">The packet's number in <paramref name="ring"/>.</param>
    public SentPacket(long sequence, PacketRing ring, long sourceSequence, uint timestamp, bool marker, long nowUs)
    {
        Ring = ring;
        Timestamp = timestamp;
        _markerAndResends = marker ? MarkerFlag : (byte)0;
        _sequence = (uint)sequence;
        _sourceDistance = (uint)(sequence - sourceSequence);
        _sentUs = (uint)nowUs;
    }

    public readonly bool Marker => (_markerAndResends & MarkerFlag) != 0;

    public readonly int Resends => _markerAndResends & ~MarkerFlag;

    /// <param name="sequence">A number that <see cref="RtxLog"/> finds this entry under.</param>
    public readonly bool Is(long sequence) => Ring is not null && _sequence == (uint)sequence;

    /// <summary>The number in the ring. Two numbers that came to lie 2^31 apart are not found there, as if they were too old.</summary>
    public readonly long SourceSequence(long sequence) => sequence - (int)_sourceDistance;

    public readonly uint AgeUs(long nowUs) => (uint)nowUs - _sentUs;

    public readonly uint SinceResendUs(long nowUs) => (uint)nowUs - _resentUs;

    public void Resent(long nowUs)
    {
        _markerAndResends++;
        _resentUs = (uint)nowUs;
    }
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
        return sequence > _highest - _capacity && !_packets[sequence & (_capacity - 1)].Is(sequence);
    }

    public void Add(long sequence, in SentPacket packet)
    {
        if (_packets.Length == 0)
            _packets = new SentPacket[_capacity];
        _packets[sequence & (_capacity - 1)] = packet;
        _highest = Math.Max(_highest, sequence);
    }

    /// <summary>Whether to send <paramref name="sequence"/> again now; <see cref="Find"/> gives what was written.</summary>
    public RtxVerdict Judge(long sequence, long nowUs, long rttUs)
    {
        if (_packets.Length == 0)
            return RtxVerdict.Gone;
        ref readonly var packet = ref _packets[sequence & (_capacity - 1)];
        if (!packet.Is(sequence) || packet.AgeUs(nowUs) > MaxAgeUs)
            return RtxVerdict.Gone;
        if (packet.Resends == 0)
            return RtxVerdict.Resend;
        var repeatUs = Math.Clamp(rttUs, MinRepeatUs, MaxRepeatUs);
        return packet.Resends >= MaxResends || packet.SinceResendUs(nowUs) < repeatUs ? RtxVerdict.Repeated : RtxVerdict.Resend;
    }

    /// <summary>Only after <see cref="RtxVerdict.Resend"/>.</summary>
    public ref SentPacket Find(long sequence) => ref _packets[sequence & (_capacity - 1)];
}
