namespace Sfu.Wire.Dtls;

/// <summary>A piece of a handshake message; its bytes live as long as the record.</summary>
public readonly ref struct HandshakeFragment(HandshakeType type, int messageLength, ushort messageSequence, int offset, ReadOnlySpan<byte> bytes)
{
    public HandshakeType Type { get; } = type;

    /// <summary>Length of the whole message, 24 bits: untrusted, so check it before reserving memory.</summary>
    public int MessageLength { get; } = messageLength;

    /// <summary>Counts messages of one side, from 0 (RFC 6347 §4.2.2).</summary>
    public ushort MessageSequence { get; } = messageSequence;

    public int Offset { get; } = offset;

    public ReadOnlySpan<byte> Bytes { get; } = bytes;
}

/// <summary>
/// Walks the fragments inside a handshake record (RFC 6347 §4.2.2); a record may hold several.
/// <code>
/// +------+------------+---------+-----------------+-----------------+
/// | type | length 24  | seq 16  | frag offset 24  | frag length 24  | bytes ...
/// +------+------------+---------+-----------------+-----------------+
/// </code>
/// A fragment that would reach beyond its message ends the walk.
/// </summary>
public ref struct HandshakeFragmentReader(ReadOnlySpan<byte> record)
{
    private TlsFieldReader _reader = new(record);

    public bool TryReadNext(out HandshakeFragment fragment)
    {
        fragment = default;
        if (!_reader.TryReadUInt8(out var type)
            || !_reader.TryReadUInt24(out var messageLength)
            || !_reader.TryReadUInt16(out var sequence)
            || !_reader.TryReadUInt24(out var offset)
            || !_reader.TryReadVector24(out var bytes)
            || offset + bytes.Length > messageLength)
        {
            return false;
        }

        fragment = new HandshakeFragment((HandshakeType)type, messageLength, sequence, offset, bytes);
        return true;
    }
}
