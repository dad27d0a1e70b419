using System.Security.Cryptography;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>A ClientHello with every field free to be wrong; as it stands it is one a server of ours answers.</summary>
internal sealed record HelloBuilder
{
    public ushort Version { get; init; } = TlsParameters.Dtls12;

    public byte[] Random { get; init; } = RandomNumberGenerator.GetBytes(32);

    public ushort[] CipherSuites { get; init; } = [0x1301, TlsParameters.EcdheEcdsaAes128GcmSha256, 0xC02F];

    public byte[] Compression { get; init; } = [0];

    public ushort[]? Versions { get; init; }

    public ushort[]? Groups { get; init; } = [0x11EC, 29, 23, 24];

    public byte[]? PointFormats { get; init; } = [0];

    public ushort[]? SignatureAlgorithms { get; init; } = [0x0403, 0x0804, 0x0401];

    public ushort[]? SrtpProfiles { get; init; } = [1, 8, 7];

    public bool ExtendedMasterSecret { get; init; } = true;

    public bool RenegotiationInfo { get; init; } = true;

    /// <summary>More extensions, as type and content.</summary>
    public (ushort Type, byte[] Content)[] Others { get; init; } = [];

    public bool WithoutExtensions { get; init; }

    /// <summary>What Chromium and Firefox send: GREASE, DTLS 1.3, and a post-quantum key share that fills a datagram.</summary>
    public static HelloBuilder LikeABrowser(int keyShareLength = 1216) => new()
    {
        CipherSuites = [0x0A0A, 0x1301, 0x1302, 0x1303, 0xC02B, 0xC02F, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014, 0x009C, 0x002F, 0x0035],
        Versions = [0xFEFC, 0xFEFD, 0x5A5A],
        Groups = [0x2A2A, 0x11EC, 29, 23, 24, 0x0100],
        Others = [(0x0A0A, []), (51, KeyShare(keyShareLength)), (45, [1, 1]), (0xEAEA, [0])],
    };

    /// <summary>A key_share extension (RFC 8446 §4.2.8) of X25519MLKEM768 (0x11EC) and X25519.</summary>
    public static byte[] KeyShare(int length)
    {
        var content = new byte[2 + 4 + length + 4 + 32];
        var writer = new TlsFieldWriter(content);
        var list = writer.OpenVector16();
        writer.WriteUInt16(0x11EC);
        writer.WriteVector16(RandomNumberGenerator.GetBytes(length));
        writer.WriteUInt16(29);
        writer.WriteVector16(RandomNumberGenerator.GetBytes(32));
        writer.CloseVector16(list);
        return content;
    }

    public static byte[] Extension(ushort type, byte[] content) => [(byte)(type >> 8), (byte)type, (byte)(content.Length >> 8), (byte)content.Length, .. content];

    public byte[] Build()
    {
        var body = new byte[8192];
        var writer = new TlsFieldWriter(body);
        writer.WriteUInt16(Version);
        writer.WriteBytes(Random);
        writer.WriteVector8([]);
        writer.WriteVector8([]);
        writer.WriteVector16(Bytes(CipherSuites));
        writer.WriteVector8(Compression);
        if (WithoutExtensions)
            return body[..writer.Length];

        var extensions = writer.OpenVector16();
        foreach (var (type, content) in Extensions())
            writer.WriteBytes(Extension(type, content));
        writer.CloseVector16(extensions);
        return body[..writer.Length];
    }

    private IEnumerable<(ushort Type, byte[] Content)> Extensions()
    {
        if (Versions is not null)
            yield return (43, [(byte)(2 * Versions.Length), .. Bytes(Versions)]);
        if (Groups is not null)
            yield return (10, List16(Groups));
        if (PointFormats is not null)
            yield return (11, [(byte)PointFormats.Length, .. PointFormats]);
        if (SignatureAlgorithms is not null)
            yield return (13, List16(SignatureAlgorithms));
        if (SrtpProfiles is not null)
            yield return (14, [.. List16(SrtpProfiles), 0]);
        if (ExtendedMasterSecret)
            yield return (23, []);
        if (RenegotiationInfo)
            yield return (0xFF01, [0]);
        foreach (var other in Others)
            yield return other;
    }

    private static byte[] List16(ushort[] values) => [(byte)(values.Length * 2 >> 8), (byte)(values.Length * 2), .. Bytes(values)];

    private static byte[] Bytes(ushort[] values) => [.. values.SelectMany(v => new[] { (byte)(v >> 8), (byte)v })];
}
