namespace Sfu.Wire.Dtls;

/// <summary>A CertificateRequest body (RFC 5246 §7.4.4): certificate types, signature algorithms, authorities.</summary>
public static class CertificateRequestReader
{
    public static bool TryRead(ReadOnlySpan<byte> body, out TlsUInt16List signatureAlgorithms)
    {
        signatureAlgorithms = default;
        var reader = new TlsFieldReader(body);
        return reader.TryReadVector8(out _)
            && reader.TryReadVector16(out var schemes)
            && TlsUInt16List.TryRead(schemes, out signatureAlgorithms)
            && reader.TryReadVector16(out _)
            && reader.IsAtEnd;
    }
}
