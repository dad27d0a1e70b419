namespace Sfu.Wire.Dtls;

/// <summary>The extensions of both hellos.</summary>
internal static class HelloExtensionWriter
{
    public static void WriteRenegotiationInfo(ref TlsFieldWriter writer)
    {
        writer.WriteUInt16((ushort)TlsExtensionType.RenegotiationInfo);
        writer.WriteVector16([0]);
    }

    public static void WriteExtendedMasterSecret(ref TlsFieldWriter writer)
    {
        writer.WriteUInt16((ushort)TlsExtensionType.ExtendedMasterSecret);
        writer.WriteVector16([]);
    }

    public static void WritePointFormats(ref TlsFieldWriter writer)
    {
        writer.WriteUInt16((ushort)TlsExtensionType.EcPointFormats);
        writer.WriteVector16([1, TlsParameters.UncompressedPoint]);
    }

    public static void WriteSupportedGroups(ref TlsFieldWriter writer)
    {
        writer.WriteUInt16((ushort)TlsExtensionType.SupportedGroups);
        writer.WriteVector16([0, 2, 0, (byte)TlsParameters.GroupSecp256r1]);
    }

    public static void WriteSignatureAlgorithms(ref TlsFieldWriter writer, scoped ReadOnlySpan<SignatureScheme> schemes)
    {
        writer.WriteUInt16((ushort)TlsExtensionType.SignatureAlgorithms);
        var extension = writer.OpenVector16();
        var list = writer.OpenVector16();
        foreach (var scheme in schemes)
            writer.WriteUInt16((ushort)scheme);
        writer.CloseVector16(list);
        writer.CloseVector16(extension);
    }

    public static void WriteUseSrtp(ref TlsFieldWriter writer, scoped ReadOnlySpan<ushort> profiles)
    {
        writer.WriteUInt16((ushort)TlsExtensionType.UseSrtp);
        var extension = writer.OpenVector16();
        var list = writer.OpenVector16();
        foreach (var profile in profiles)
            writer.WriteUInt16(profile);
        writer.CloseVector16(list);
        writer.WriteVector8([]); // no MKI
        writer.CloseVector16(extension);
    }
}
