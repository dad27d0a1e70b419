using System.Buffers.Binary;
using System.Numerics;

namespace Sfu.Wire.Rtcp;

/// <summary>Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 §2.2).</summary>
/// <remarks><code>
/// |V=2|P| FMT=15  |   PT=206      |             length            |
/// |                  SSRC of packet sender                        |
/// |                  SSRC of media source = 0                     |
/// |  Unique identifier 'R' 'E' 'M' 'B'                            |
/// |  Num SSRC     | BR Exp    |  BR Mantissa (18 bits)            |
/// |   SSRC feedback ...                                           |
/// </code></remarks>
public readonly ref struct Remb
{
    private const uint Identifier = 0x52454D42; // "REMB"
    private const int CountOffset = 4;
    private const int FixedLength = 8;
    private const int SsrcLength = 4;
    private const int CountShift = 24;
    private const int ExponentShift = 18;
    private const int ExponentMask = 0x3F;
    private const uint MantissaMask = 0x3_FFFF;
    private const int MantissaBits = 18;

    private readonly ReadOnlySpan<byte> _ssrcs;

    private Remb(uint senderSsrc, long bitrateBps, ReadOnlySpan<byte> ssrcs)
    {
        SenderSsrc = senderSsrc;
        BitrateBps = bitrateBps;
        _ssrcs = ssrcs;
    }

    public uint SenderSsrc { get; }

    public long BitrateBps { get; }

    public int SsrcCount => _ssrcs.Length / SsrcLength;

    /// <param name="index">0 to <see cref="SsrcCount"/> - 1.</param>
    public uint Ssrc(int index) => BinaryPrimitives.ReadUInt32BigEndian(_ssrcs[(index * SsrcLength)..]);

    /// <summary>False: not a REMB, fewer SSRCs than it says, or a bitrate over 63 bits.</summary>
    public static bool TryRead(scoped in RtcpPacketReader packet, out Remb remb)
    {
        remb = default;
        if (!packet.IsFeedback(RtcpPacketType.PayloadFeedback, RtcpHeader.ApplicationFormat))
            return false;
        var body = packet.FeedbackBody;
        if (body.Length < FixedLength || BinaryPrimitives.ReadUInt32BigEndian(body) != Identifier)
            return false;

        var word = BinaryPrimitives.ReadUInt32BigEndian(body[CountOffset..]);
        var ssrcsLength = (int)(word >> CountShift) * SsrcLength;
        var exponent = (int)(word >> ExponentShift) & ExponentMask;
        long mantissa = word & MantissaMask;
        var bitrateBps = mantissa << exponent;
        if (body.Length < FixedLength + ssrcsLength || bitrateBps < 0 || bitrateBps >> exponent != mantissa)
            return false;
        remb = new Remb(packet.SenderSsrc, bitrateBps, body.Slice(FixedLength, ssrcsLength));
        return true;
    }

    /// <summary>Returns the length. The mantissa has 18 bits, so large bitrates lose their lowest bits.</summary>
    /// <param name="ssrcs">At most 255.</param>
    public static int Write(Span<byte> destination, uint senderSsrc, long bitrateBps, ReadOnlySpan<uint> ssrcs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bitrateBps);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ssrcs.Length, byte.MaxValue);
        var length = RtcpHeader.FeedbackLength + FixedLength + ssrcs.Length * SsrcLength;
        var exponent = Math.Max(0, 64 - BitOperations.LeadingZeroCount((ulong)bitrateBps) - MantissaBits);
        RtcpHeader.WriteFeedback(destination, RtcpHeader.ApplicationFormat, RtcpPacketType.PayloadFeedback, length, senderSsrc, mediaSsrc: 0);
        var body = destination[RtcpHeader.FeedbackLength..length];
        BinaryPrimitives.WriteUInt32BigEndian(body, Identifier);
        BinaryPrimitives.WriteUInt32BigEndian(body[CountOffset..], (uint)ssrcs.Length << CountShift | (uint)exponent << ExponentShift | (uint)(bitrateBps >> exponent));
        for (var i = 0; i < ssrcs.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(body[(FixedLength + i * SsrcLength)..], ssrcs[i]);
        return length;
    }
}
