using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>Goodbye (RFC 3550 §6.6): these SSRCs leave. A hint only: a forwarder never tears anything down for it.</summary>
/// <remarks><code>
/// |V=2|P|    SC   |   PT=BYE=203  |             length            |
/// |                          SC SSRCs ...                         |
/// |     length    |               reason for leaving            ... (optional)
/// </code></remarks>
public readonly ref struct Goodbye
{
    private const int SsrcLength = 4;

    private readonly ReadOnlySpan<byte> _ssrcs;

    private Goodbye(ReadOnlySpan<byte> ssrcs, ReadOnlySpan<byte> reason)
    {
        _ssrcs = ssrcs;
        Reason = reason;
    }

    public int SsrcCount => _ssrcs.Length / SsrcLength;

    /// <summary>The sender's words; empty if there are none.</summary>
    public ReadOnlySpan<byte> Reason { get; }

    /// <param name="index">0 to <see cref="SsrcCount"/> - 1.</param>
    public uint Ssrc(int index) => BinaryPrimitives.ReadUInt32BigEndian(_ssrcs[(index * SsrcLength)..]);

    /// <summary>False: not a BYE, or SSRCs or reason reach past its end (the length byte of the reason crashed other stacks).</summary>
    public static bool TryRead(scoped in RtcpPacketReader packet, out Goodbye goodbye)
    {
        goodbye = default;
        var body = packet.Body;
        var ssrcsLength = packet.Count * SsrcLength;
        if (packet.Type != RtcpPacketType.Goodbye || body.Length < ssrcsLength)
            return false;

        var rest = body[ssrcsLength..];
        if (!rest.IsEmpty && rest[0] > rest.Length - 1)
            return false;
        goodbye = new Goodbye(body[..ssrcsLength], rest.IsEmpty ? default : rest.Slice(1, rest[0]));
        return true;
    }

    /// <summary>Writes a BYE of one SSRC without a reason; returns its length.</summary>
    public static int Write(Span<byte> destination, uint ssrc)
    {
        const int Length = RtcpHeader.Length + SsrcLength;
        RtcpHeader.Write(destination, 1, RtcpPacketType.Goodbye, Length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtcpHeader.Length..], ssrc);
        return Length;
    }
}
