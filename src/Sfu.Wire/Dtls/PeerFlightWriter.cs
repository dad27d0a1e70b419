namespace Sfu.Wire.Dtls;

/// <summary>Bodies of the messages that both roles, or only the client, send; each returns its length.</summary>
public static class PeerFlightWriter
{
    /// <summary>A chain of one: ours is self-signed (RFC 5246 §7.4.2).</summary>
    public static int WriteCertificate(Span<byte> destination, ReadOnlySpan<byte> der)
    {
        var writer = new TlsFieldWriter(destination);
        var list = writer.OpenVector24();
        var certificate = writer.OpenVector24();
        writer.WriteBytes(der);
        writer.CloseVector24(certificate);
        writer.CloseVector24(list);
        return writer.Length;
    }

    /// <summary>RFC 8422 §5.7.</summary>
    public static int WriteClientKeyExchange(Span<byte> destination, ReadOnlySpan<byte> point)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteVector8(point);
        return writer.Length;
    }

    /// <summary>RFC 5246 §7.4.8.</summary>
    public static int WriteCertificateVerify(Span<byte> destination, SignatureScheme scheme, ReadOnlySpan<byte> signature)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteUInt16((ushort)scheme);
        writer.WriteVector16(signature);
        return writer.Length;
    }
}
