namespace Sfu.Wire.Dtls;

/// <summary>Writes the hello of our client role: one suite, one group, the extensions the server half of this project answers.</summary>
public static class ClientHelloWriter
{
    /// <param name="destination">Where to write.</param>
    /// <param name="random">32 bytes, the same in every hello of one handshake (RFC 6347 §4.2.1).</param>
    /// <param name="cookie">From a HelloVerifyRequest, else empty.</param>
    /// <param name="signatureSchemes">What we can verify, preferred first.</param>
    /// <param name="srtpProfiles">Preferred first.</param>
    /// <param name="otherExtensions">Complete extensions to append as they are.</param>
    public static int Write(
        Span<byte> destination,
        ReadOnlySpan<byte> random,
        ReadOnlySpan<byte> cookie,
        ReadOnlySpan<SignatureScheme> signatureSchemes,
        ReadOnlySpan<ushort> srtpProfiles,
        ReadOnlySpan<byte> otherExtensions)
    {
        var writer = new TlsFieldWriter(destination);
        writer.WriteUInt16(TlsParameters.Dtls12);
        writer.WriteBytes(random);
        writer.WriteVector8([]); // session id: no resumption
        writer.WriteVector8(cookie);
        var suites = writer.OpenVector16();
        writer.WriteUInt16(TlsParameters.EcdheEcdsaAes128GcmSha256);
        writer.CloseVector16(suites);
        writer.WriteVector8([TlsParameters.NullCompression]);

        var extensions = writer.OpenVector16();
        HelloExtensionWriter.WriteRenegotiationInfo(ref writer);
        HelloExtensionWriter.WriteExtendedMasterSecret(ref writer);
        HelloExtensionWriter.WritePointFormats(ref writer);
        HelloExtensionWriter.WriteSupportedGroups(ref writer);
        HelloExtensionWriter.WriteSignatureAlgorithms(ref writer, signatureSchemes);
        HelloExtensionWriter.WriteUseSrtp(ref writer, srtpProfiles);
        writer.WriteBytes(otherExtensions);
        writer.CloseVector16(extensions);
        return writer.Length;
    }
}
