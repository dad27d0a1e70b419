using System.Buffers.Binary;

namespace Sfu.Wire.Dtls;

/// <summary>
/// Writes the fields of the TLS presentation language (RFC 5246 §4) into the caller's buffer.
/// Too small a buffer is the caller's mistake and throws; nothing a peer sends decides how much is written.
/// </summary>
public ref struct TlsFieldWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    public void WriteUInt8(byte value) => _destination[Length++] = value;

    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_destination[Length..], value);
        Length += 2;
    }

    public void WriteUInt24(int value)
    {
        PutUInt24(_destination[Length..], value);
        Length += 3;
    }

    public void WriteBytes(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_destination[Length..]);
        Length += bytes.Length;
    }

    public void WriteVector8(scoped ReadOnlySpan<byte> bytes)
    {
        WriteUInt8(checked((byte)bytes.Length));
        WriteBytes(bytes);
    }

    public void WriteVector16(scoped ReadOnlySpan<byte> bytes)
    {
        WriteUInt16(checked((ushort)bytes.Length));
        WriteBytes(bytes);
    }

    /// <summary>Leaves room for a two-byte length; the answer goes to <see cref="CloseVector16"/>.</summary>
    public int OpenVector16()
    {
        Length += 2;
        return Length;
    }

    public readonly void CloseVector16(int start) =>
        BinaryPrimitives.WriteUInt16BigEndian(_destination[(start - 2)..], checked((ushort)(Length - start)));

    /// <summary>Leaves room for a three-byte length; the answer goes to <see cref="CloseVector24"/>.</summary>
    public int OpenVector24()
    {
        Length += 3;
        return Length;
    }

    public readonly void CloseVector24(int start) => PutUInt24(_destination[(start - 3)..], Length - start);

    private static void PutUInt24(Span<byte> destination, int value)
    {
        destination[2] = (byte)value;
        destination[1] = (byte)(value >> 8);
        destination[0] = (byte)(value >> 16);
    }
}
