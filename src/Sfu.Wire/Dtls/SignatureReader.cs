namespace Sfu.Wire.Dtls;

/// <summary>A digitally-signed value (RFC 5246 §4.7): scheme and signature. It is also the whole CertificateVerify body (§7.4.8).</summary>
public static class SignatureReader
{
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SignatureScheme scheme, out ReadOnlySpan<byte> signature)
    {
        scheme = default;
        signature = default;
        var reader = new TlsFieldReader(bytes);
        if (!reader.TryReadUInt16(out var value) || !reader.TryReadVector16(out signature) || !reader.IsAtEnd)
            return false;
        scheme = (SignatureScheme)value;
        return true;
    }
}
