using System.Buffers.Binary;

namespace Sfu.Wire.Rtp;

/// <summary>
/// Appends a header extension (layout: <see cref="RtpExtensionReader"/>) to a packet whose fixed header and CSRCs are
/// already written. <see cref="Reserve"/> hands out the bytes of one element, to be filled now or patched per
/// subscriber later. Call <see cref="Finish"/> once; without elements nothing is written.
/// </summary>
public ref struct RtpExtensionWriter
{
    private const int OneByteIdShift = 4;
    private const int OneByteMaxId = 14;
    private const int OneByteMaxLength = 16;
    private const int WordLength = 4;

    private readonly Span<byte> _packet;
    private readonly int _start;
    private readonly bool _twoByte;
    private int _position;

    /// <param name="headerLength">Fixed header and CSRCs: where the extension begins.</param>
    /// <param name="twoByte">Needed when an element is empty, longer than 16 bytes or has an id over 14.</param>
    public RtpExtensionWriter(Span<byte> packet, int headerLength, bool twoByte = false)
    {
        _packet = packet;
        _start = headerLength;
        _twoByte = twoByte;
        _position = headerLength + RtpHeader.ExtensionPreambleLength;
    }

    /// <summary>Offset in the packet of the element that was reserved last.</summary>
    public int LastDataOffset { get; private set; }

    /// <summary>The element's bytes, not cleared.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Id or length does not fit the profile, or the buffer is full: a programming error.</exception>
    public Span<byte> Reserve(byte id, int length)
    {
        ArgumentOutOfRangeException.ThrowIfZero(id);
        if (_twoByte)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, byte.MaxValue);
            _packet[_position++] = id;
            _packet[_position++] = (byte)length;
        }
        else
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(id, OneByteMaxId);
            ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(length, OneByteMaxLength);
            _packet[_position++] = (byte)(id << OneByteIdShift | (length - 1));
        }

        LastDataOffset = _position;
        _position += length;
        return _packet.Slice(LastDataOffset, length);
    }

    public void Write(byte id, ReadOnlySpan<byte> data) => data.CopyTo(Reserve(id, data.Length));

    /// <summary>Pads to a whole word, writes profile and length, sets the X bit; returns the header length including the extension.</summary>
    public int Finish()
    {
        var dataStart = _start + RtpHeader.ExtensionPreambleLength;
        if (_position == dataStart)
            return _start;

        while ((_position - dataStart) % WordLength != 0)
            _packet[_position++] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(_packet[_start..], _twoByte ? RtpHeader.TwoByteProfile : RtpHeader.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(_packet[(_start + sizeof(ushort))..], (ushort)((_position - dataStart) / WordLength));
        _packet[RtpHeader.FlagsOffset] |= RtpHeader.ExtensionFlag;
        return _position;
    }
}
