namespace Sfu.Wire.Dtls;

/// <summary>
/// A ClientHello body (RFC 6347 §4.2.1, RFC 5246 §7.4.1.2): version, random, session id, cookie, cipher suites,
/// compression methods, extensions. Unknown suites, groups, versions and extensions (GREASE, post-quantum key shares)
/// are carried along unread. False from <see cref="TryRead"/> means malformed, which includes an extension we know
/// that is malformed or comes twice.
/// </summary>
public ref struct ClientHelloReader
{
    public ushort Version { get; private set; }

    public ReadOnlySpan<byte> Random { get; private set; }

    public ReadOnlySpan<byte> SessionId { get; private set; }

    public ReadOnlySpan<byte> Cookie { get; private set; }

    public TlsUInt16List CipherSuites { get; private set; }

    public ReadOnlySpan<byte> CompressionMethods { get; private set; }

    /// <summary>Empty when the extension is absent.</summary>
    public TlsUInt16List SupportedVersions { get; private set; }

    public TlsUInt16List SupportedGroups { get; private set; }

    public TlsUInt16List SignatureAlgorithms { get; private set; }

    public TlsUInt16List SrtpProfiles { get; private set; }

    public ReadOnlySpan<byte> PointFormats { get; private set; }

    public bool HasExtendedMasterSecret { get; private set; }

    /// <summary>The extension or its stand-in among the cipher suites (RFC 5746 §3.6).</summary>
    public bool HasRenegotiationInfo { get; private set; }

    public static bool TryRead(ReadOnlySpan<byte> body, out ClientHelloReader hello)
    {
        hello = default;
        var reader = new TlsFieldReader(body);
        if (!reader.TryReadUInt16(out var version)
            || !reader.TryReadBytes(TlsParameters.RandomLength, out var random)
            || !reader.TryReadVector8(out var sessionId)
            || !reader.TryReadVector8(out var cookie)
            || !reader.TryReadVector16(out var suiteBytes)
            || !TlsUInt16List.TryRead(suiteBytes, out var suites)
            || !reader.TryReadVector8(out var compression))
        {
            return false;
        }

        hello.Version = version;
        hello.Random = random;
        hello.SessionId = sessionId;
        hello.Cookie = cookie;
        hello.CipherSuites = suites;
        hello.CompressionMethods = compression;
        hello.HasRenegotiationInfo = suites.Contains(TlsParameters.EmptyRenegotiationInfoScsv);

        // A hello may end here: extensions are optional (RFC 5246 §7.4.1.2).
        return reader.IsAtEnd || (reader.TryReadVector16(out var extensions) && reader.IsAtEnd && hello.TryReadExtensions(extensions));
    }

    private bool TryReadExtensions(ReadOnlySpan<byte> extensions)
    {
        var seen = 0;
        var reader = new TlsFieldReader(extensions);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadUInt16(out var type) || !reader.TryReadVector16(out var value))
                return false;
            var bit = BitOf((TlsExtensionType)type);
            if ((seen & bit) != 0 || !TryReadExtension((TlsExtensionType)type, value))
                return false;
            seen |= bit;
        }

        return true;
    }

    // One bit for each extension we read; 0 for the others, which may do as they please.
    private static int BitOf(TlsExtensionType type) => type switch
    {
        TlsExtensionType.SupportedGroups => 1,
        TlsExtensionType.EcPointFormats => 2,
        TlsExtensionType.SignatureAlgorithms => 4,
        TlsExtensionType.UseSrtp => 8,
        TlsExtensionType.ExtendedMasterSecret => 16,
        TlsExtensionType.SupportedVersions => 32,
        TlsExtensionType.RenegotiationInfo => 64,
        _ => 0,
    };

    private bool TryReadExtension(TlsExtensionType type, ReadOnlySpan<byte> value)
    {
        var reader = new TlsFieldReader(value);
        TlsUInt16List list;
        switch (type)
        {
            case TlsExtensionType.SupportedGroups:
                if (!TryReadList16(value, out list))
                    return false;
                SupportedGroups = list;
                return true;
            case TlsExtensionType.SignatureAlgorithms:
                if (!TryReadList16(value, out list))
                    return false;
                SignatureAlgorithms = list;
                return true;
            case TlsExtensionType.SupportedVersions:
                if (!reader.TryReadVector8(out var versions) || !reader.IsAtEnd || versions.IsEmpty || !TlsUInt16List.TryRead(versions, out list))
                    return false;
                SupportedVersions = list;
                return true;
            case TlsExtensionType.EcPointFormats:
                if (!reader.TryReadVector8(out var formats) || !reader.IsAtEnd || formats.IsEmpty)
                    return false;
                PointFormats = formats;
                return true;
            case TlsExtensionType.UseSrtp:
                if (!UseSrtpReader.TryRead(value, out list))
                    return false;
                SrtpProfiles = list;
                return true;
            case TlsExtensionType.ExtendedMasterSecret:
                HasExtendedMasterSecret = true;
                return value.IsEmpty;
            case TlsExtensionType.RenegotiationInfo:
                // A first handshake carries an empty verify data (RFC 5746 §3.6).
                HasRenegotiationInfo = true;
                return value is [0];
            default:
                return true;
        }
    }

    private static bool TryReadList16(ReadOnlySpan<byte> value, out TlsUInt16List list)
    {
        list = default;
        var reader = new TlsFieldReader(value);
        return reader.TryReadVector16(out var bytes) && reader.IsAtEnd && !bytes.IsEmpty && TlsUInt16List.TryRead(bytes, out list);
    }
}
