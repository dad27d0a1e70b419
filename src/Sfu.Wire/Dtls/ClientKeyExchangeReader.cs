namespace Sfu.Wire.Dtls;

/// <summary>An ECDHE ClientKeyExchange body (RFC 8422 §5.7): the client's point.</summary>
public static class ClientKeyExchangeReader
{
    public static bool TryRead(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> point)
    {
        var reader = new TlsFieldReader(body);
        return reader.TryReadVector8(out point) && reader.IsAtEnd;
    }
}
