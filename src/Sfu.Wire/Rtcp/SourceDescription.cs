using System.Buffers.Binary;

namespace Sfu.Wire.Rtcp;

/// <summary>
/// Source description (RFC 3550 §6.5): chunks of an SSRC and items; a zero byte ends a chunk, which then is padded to a word.
/// </summary>
/// <remarks><code>
/// |V=2|P|    SC   |  PT=SDES=202  |             length            |
/// |                          SSRC/CSRC_1                          |
/// |  item type    |    length     | text ...                      |
/// |  ...          |  0 (end)      |  0 to the next word           |
/// </code></remarks>
public static class SourceDescription
{
    public const byte CnameItem = 1;
    public const int MaxTextLength = byte.MaxValue;

    private const int SsrcLength = 4;
    internal const int ItemHeaderLength = 2;

    /// <summary>The length of a packet with one CNAME of this many bytes.</summary>
    public static int LengthWithCname(int cnameLength) =>
        RtcpHeader.Length + SsrcLength + (ItemHeaderLength + cnameLength + RtcpHeader.WordLength) / RtcpHeader.WordLength * RtcpHeader.WordLength;

    /// <summary>Writes one chunk with the CNAME, which every compound of a sender carries; returns the length.</summary>
    /// <param name="cname">At most <see cref="MaxTextLength"/> bytes of UTF-8.</param>
    public static int WriteCname(Span<byte> destination, uint ssrc, ReadOnlySpan<byte> cname)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cname.Length, MaxTextLength);
        var length = LengthWithCname(cname.Length);
        RtcpHeader.Write(destination, 1, RtcpPacketType.SourceDescription, length);
        BinaryPrimitives.WriteUInt32BigEndian(destination[RtcpHeader.Length..], ssrc);
        var item = destination[(RtcpHeader.Length + SsrcLength)..length];
        item[0] = CnameItem;
        item[1] = (byte)cname.Length;
        cname.CopyTo(item[ItemHeaderLength..]);
        item[(ItemHeaderLength + cname.Length)..].Clear();
        return length;
    }
}

/// <summary>Walks the items of all chunks of a source description. Stops where a chunk or item reaches past the end.</summary>
public ref struct SourceDescriptionReader
{
    private const int SsrcLength = 4;

    private readonly ReadOnlySpan<byte> _body;
    private int _position;
    private int _chunksLeft;
    private uint _ssrc;
    private bool _inChunk;

    private SourceDescriptionReader(scoped in RtcpPacketReader packet)
    {
        _body = packet.Body;
        _chunksLeft = packet.Count;
    }

    public static bool TryRead(scoped in RtcpPacketReader packet, out SourceDescriptionReader reader)
    {
        reader = default;
        if (packet.Type != RtcpPacketType.SourceDescription)
            return false;
        reader = new SourceDescriptionReader(packet);
        return true;
    }

    public bool TryReadNext(out uint ssrc, out byte item, out ReadOnlySpan<byte> text)
    {
        ssrc = 0;
        item = 0;
        text = default;
        while (true)
        {
            if (!_inChunk && !TryEnterChunk())
                return false;
            if (_position >= _body.Length)
                return End();

            item = _body[_position];
            if (item == 0)
            {
                // At least one zero, then up to the word boundary, counted from the packet's start (a multiple of four).
                _position = (_position + RtcpHeader.WordLength) / RtcpHeader.WordLength * RtcpHeader.WordLength;
                _inChunk = false;
                continue;
            }

            var start = _position + SourceDescription.ItemHeaderLength;
            if (start > _body.Length || start + _body[_position + 1] > _body.Length)
                return End();
            text = _body.Slice(start, _body[_position + 1]);
            _position = start + text.Length;
            ssrc = _ssrc;
            return true;
        }
    }

    private bool TryEnterChunk()
    {
        if (_chunksLeft == 0 || _position + SsrcLength > _body.Length)
            return End();
        _chunksLeft--;
        _ssrc = BinaryPrimitives.ReadUInt32BigEndian(_body[_position..]);
        _position += SsrcLength;
        _inChunk = true;
        return true;
    }

    private bool End()
    {
        _chunksLeft = 0;
        _inChunk = false;
        _position = _body.Length;
        return false;
    }
}
