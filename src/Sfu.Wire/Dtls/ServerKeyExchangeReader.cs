namespace Sfu.Wire.Dtls;

/// <summary>
/// An ECDHE ServerKeyExchange body (RFC 8422 §5.4): curve type, named group and point, which the server signs together
/// with both randoms.
/// </summary>
public ref struct ServerKeyExchangeReader
{
    /// <summary>The bytes the signature covers, after the two randoms.</summary>
    public ReadOnlySpan<byte> Parameters { get; private set; }

    public ushort Group { get; private set; }

    public ReadOnlySpan<byte> Point { get; private set; }

    public SignatureScheme Scheme { get; private set; }

    public ReadOnlySpan<byte> Signature { get; private set; }

    public static bool TryRead(ReadOnlySpan<byte> body, out ServerKeyExchangeReader exchange)
    {
        exchange = default;
        var reader = new TlsFieldReader(body);
        if (!reader.TryReadUInt8(out var curveType) || curveType != TlsParameters.NamedCurve
            || !reader.TryReadUInt16(out var group)
            || !reader.TryReadVector8(out var point))
        {
            return false;
        }

        var parametersLength = body.Length - reader.Remaining;
        if (!SignatureReader.TryRead(body[parametersLength..], out var scheme, out var signature))
            return false;

        exchange.Parameters = body[..parametersLength];
        exchange.Group = group;
        exchange.Point = point;
        exchange.Scheme = scheme;
        exchange.Signature = signature;
        return true;
    }
}
