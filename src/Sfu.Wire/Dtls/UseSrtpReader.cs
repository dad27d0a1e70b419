namespace Sfu.Wire.Dtls;

/// <summary>The value of the <c>use_srtp</c> extension (RFC 5764 §4.1.1): profiles, then an MKI we never use.</summary>
public static class UseSrtpReader
{
    public static bool TryRead(ReadOnlySpan<byte> extension, out TlsUInt16List profiles)
    {
        profiles = default;
        var reader = new TlsFieldReader(extension);
        return reader.TryReadVector16(out var list)
            && TlsUInt16List.TryRead(list, out profiles)
            && profiles.Count > 0
            && reader.TryReadVector8(out _)
            && reader.IsAtEnd;
    }
}
