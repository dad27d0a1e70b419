using System.Buffers.Binary;

namespace Sfu.Wire.Dtls;

/// <summary>
/// Reads the fields of the TLS presentation language (RFC 5246 §4): big-endian numbers and vectors with a length in front.
/// A false answer means the bytes ended early; the position is then unspecified.
/// </summary>
public ref struct TlsFieldReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly int Remaining => _rest.Length;

    public bool TryReadUInt8(out byte value)
    {
        value = 0;
        if (!TryReadBytes(1, out var bytes))
            return false;
        value = bytes[0];
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        if (!TryReadBytes(2, out var bytes))
            return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        return true;
    }

    public bool TryReadUInt24(out int value)
    {
        value = 0;
        if (!TryReadBytes(3, out var bytes))
            return false;
        value = bytes[0] << 16 | bytes[1] << 8 | bytes[2];
        return true;
    }

    public bool TryReadBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (count > _rest.Length)
            return false;
        bytes = _rest[..count];
        _rest = _rest[count..];
        return true;
    }

    /// <summary>A vector with one length byte: <c>opaque x&lt;0..2^8-1&gt;</c>.</summary>
    public bool TryReadVector8(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadUInt8(out var length) && TryReadBytes(length, out bytes);
    }

    /// <summary>A vector with two length bytes.</summary>
    public bool TryReadVector16(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadUInt16(out var length) && TryReadBytes(length, out bytes);
    }

    /// <summary>A vector with three length bytes.</summary>
    public bool TryReadVector24(out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return TryReadUInt24(out var length) && TryReadBytes(length, out bytes);
    }
}
