namespace Sfu.Wire.Dtls;

/// <summary>A Certificate body (RFC 5246 §7.4.2): a list of DER certificates, the sender's own first.</summary>
public static class CertificateMessageReader
{
    /// <param name="body">The message body.</param>
    /// <param name="leaf">The sender's own certificate; empty when it has none. The rest of the chain proves nothing to us.</param>
    public static bool TryRead(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> leaf)
    {
        leaf = default;
        var outer = new TlsFieldReader(body);
        if (!outer.TryReadVector24(out var list) || !outer.IsAtEnd)
            return false;

        var reader = new TlsFieldReader(list);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadVector24(out var certificate) || certificate.IsEmpty)
                return false;
            if (leaf.IsEmpty)
                leaf = certificate;
        }

        return true;
    }
}
