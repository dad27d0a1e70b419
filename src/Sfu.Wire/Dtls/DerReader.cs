namespace Sfu.Wire.Dtls;

/// <summary>
/// Walks DER (X.690) elements with one-byte tags and definite lengths: all that is needed to find the key in a
/// certificate. Written by hand because a certificate comes from the network: this neither throws nor allocates, and
/// never follows what a certificate claims beyond its own bytes.
/// </summary>
public ref struct DerReader(ReadOnlySpan<byte> bytes)
{
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte ObjectIdentifier = 0x06;
    public const byte Sequence = 0x30;

    /// <summary>Context tag [0], constructed: a certificate's optional version.</summary>
    public const byte Context0 = 0xA0;

    private const byte MultiByteTag = 0x1F;
    private const byte LongForm = 0x80;

    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly bool IsAt(byte tag) => !_rest.IsEmpty && _rest[0] == tag;

    /// <summary>Reads one element of the given tag.</summary>
    public bool TryRead(byte tag, out ReadOnlySpan<byte> content)
    {
        content = default;
        return IsAt(tag) && TryReadAny(out content);
    }

    /// <summary>Reads one element whatever its tag.</summary>
    public bool TryReadAny(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (_rest.Length < 2 || (_rest[0] & MultiByteTag) == MultiByteTag)
            return false;

        int length = _rest[1];
        var headerLength = 2;
        if (length >= LongForm)
        {
            // Two length bytes are enough: a message of ours ends at 16 KiB.
            var lengthBytes = length & ~LongForm;
            if (lengthBytes is < 1 or > 2 || _rest.Length < 2 + lengthBytes)
                return false;
            length = lengthBytes == 1 ? _rest[2] : _rest[2] << 8 | _rest[3];
            headerLength += lengthBytes;
        }

        if (length > _rest.Length - headerLength)
            return false;
        content = _rest.Slice(headerLength, length);
        _rest = _rest[(headerLength + length)..];
        return true;
    }
}
