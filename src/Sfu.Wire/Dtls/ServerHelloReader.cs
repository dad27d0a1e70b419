namespace Sfu.Wire.Dtls;

/// <summary>A ServerHello body (RFC 5246 §7.4.1.3). False from <see cref="TryRead"/> means malformed.</summary>
public ref struct ServerHelloReader
{
    public ushort Version { get; private set; }

    public ReadOnlySpan<byte> Random { get; private set; }

    public ushort CipherSuite { get; private set; }

    public byte CompressionMethod { get; private set; }

    public bool HasExtendedMasterSecret { get; private set; }

    /// <summary>The one SRTP profile the server chose, 0 when it sent no use_srtp.</summary>
    public ushort SrtpProfile { get; private set; }

    public static bool TryRead(ReadOnlySpan<byte> body, out ServerHelloReader hello)
    {
        hello = default;
        var reader = new TlsFieldReader(body);
        if (!reader.TryReadUInt16(out var version)
            || !reader.TryReadBytes(TlsParameters.RandomLength, out var random)
            || !reader.TryReadVector8(out _)
            || !reader.TryReadUInt16(out var suite)
            || !reader.TryReadUInt8(out var compression))
        {
            return false;
        }

        hello.Version = version;
        hello.Random = random;
        hello.CipherSuite = suite;
        hello.CompressionMethod = compression;
        return reader.IsAtEnd || (reader.TryReadVector16(out var extensions) && reader.IsAtEnd && hello.TryReadExtensions(extensions));
    }

    private bool TryReadExtensions(ReadOnlySpan<byte> extensions)
    {
        var reader = new TlsFieldReader(extensions);
        while (!reader.IsAtEnd)
        {
            if (!reader.TryReadUInt16(out var type) || !reader.TryReadVector16(out var value))
                return false;
            switch ((TlsExtensionType)type)
            {
                case TlsExtensionType.ExtendedMasterSecret when value.IsEmpty:
                    HasExtendedMasterSecret = true;
                    break;
                case TlsExtensionType.UseSrtp:
                    if (!UseSrtpReader.TryRead(value, out var profiles) || profiles.Count != 1)
                        return false;
                    SrtpProfile = profiles[0];
                    break;
                case TlsExtensionType.RenegotiationInfo when value is not [0]:
                    return false;
            }
        }

        return true;
    }
}
