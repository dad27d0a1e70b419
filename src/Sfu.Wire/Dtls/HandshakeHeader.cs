namespace Sfu.Wire.Dtls;

/// <summary>Writes the header that <see cref="HandshakeFragmentReader"/> reads.</summary>
public static class HandshakeHeader
{
    public const int Length = 12;

    public static void Write(Span<byte> destination, HandshakeType type, int messageLength, ushort messageSequence, int offset, int fragmentLength)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteUInt8((byte)type);
        writer.WriteUInt24(messageLength);
        writer.WriteUInt16(messageSequence);
        writer.WriteUInt24(offset);
        writer.WriteUInt24(fragmentLength);
    }
}
