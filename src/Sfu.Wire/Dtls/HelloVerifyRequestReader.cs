namespace Sfu.Wire.Dtls;

/// <summary>The cookie a server wants to see before it keeps state (RFC 6347 §4.2.1).</summary>
public static class HelloVerifyRequestReader
{
    public static bool TryRead(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> cookie)
    {
        cookie = default;
        var reader = new TlsFieldReader(body);
        return reader.TryReadUInt16(out var version)
            && version >> 8 == TlsParameters.DtlsMajor
            && reader.TryReadVector8(out cookie)
            && reader.IsAtEnd;
    }
}
