namespace Sfu.Wire.Dtls;

/// <summary>Bodies of the messages a server answers a ClientHello with; each returns its length.</summary>
public static class ServerFlightWriter
{
    /// <param name="destination">Where to write.</param>
    /// <param name="random">32 fresh bytes.</param>
    /// <param name="srtpProfile">The one we chose.</param>
    /// <param name="extendedMasterSecret">Only when the client offered it.</param>
    /// <param name="renegotiationInfo">Only when the client offered it (RFC 5746 §3.6).</param>
    /// <param name="pointFormats">Only when the client offered it (RFC 8422 §5.2).</param>
    public static int WriteServerHello(
        Span<byte> destination, ReadOnlySpan<byte> random, ushort srtpProfile, bool extendedMasterSecret, bool renegotiationInfo, bool pointFormats)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteUInt16(TlsParameters.Dtls12);
        writer.WriteBytes(random);
        writer.WriteVector8([]); // session id: this session cannot be resumed
        writer.WriteUInt16(TlsParameters.EcdheEcdsaAes128GcmSha256);
        writer.WriteUInt8(TlsParameters.NullCompression);

        var extensions = writer.OpenVector16();
        if (renegotiationInfo)
            HelloExtensionWriter.WriteRenegotiationInfo(ref writer);
        if (extendedMasterSecret)
            HelloExtensionWriter.WriteExtendedMasterSecret(ref writer);
        if (pointFormats)
            HelloExtensionWriter.WritePointFormats(ref writer);
        HelloExtensionWriter.WriteUseSrtp(ref writer, [srtpProfile]);
        writer.CloseVector16(extensions);
        return writer.Length;
    }

    /// <summary>The part of a ServerKeyExchange that gets signed: named curve, P-256, point.</summary>
    public static int WriteKeyExchangeParameters(Span<byte> destination, ReadOnlySpan<byte> point)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteUInt8(TlsParameters.NamedCurve);
        writer.WriteUInt16(TlsParameters.GroupSecp256r1);
        writer.WriteVector8(point);
        return writer.Length;
    }

    public static int WriteServerKeyExchange(Span<byte> destination, ReadOnlySpan<byte> parameters, SignatureScheme scheme, ReadOnlySpan<byte> signature)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteBytes(parameters);
        writer.WriteUInt16((ushort)scheme);
        writer.WriteVector16(signature);
        return writer.Length;
    }

    /// <summary>Any ECDSA or RSA certificate is welcome: the fingerprint decides, not an authority.</summary>
    public static int WriteCertificateRequest(Span<byte> destination, ReadOnlySpan<SignatureScheme> schemes)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteVector8([TlsParameters.CertificateTypeEcdsaSign, TlsParameters.CertificateTypeRsaSign]);
        var list = writer.OpenVector16();
        foreach (var scheme in schemes)
            writer.WriteUInt16((ushort)scheme);
        writer.CloseVector16(list);
        writer.WriteVector16([]); // no authorities
        return writer.Length;
    }
}
