namespace Sfu.Wire.Dtls;

/// <summary>An uncompressed P-256 point (RFC 8422 §5.4.1): 0x04, X, Y. Whether it lies on the curve is for the crypto library to say.</summary>
public static class EcPoint
{
    public const byte UncompressedPrefix = 4;
    private const int CoordinateLength = 32;

    public static bool TrySplit(ReadOnlySpan<byte> point, out ReadOnlySpan<byte> x, out ReadOnlySpan<byte> y)
    {
        x = default;
        y = default;
        if (point.Length != TlsParameters.Secp256r1PointLength || point[0] != UncompressedPrefix)
            return false;
        x = point.Slice(1, CoordinateLength);
        y = point[(1 + CoordinateLength)..];
        return true;
    }

    public static void Write(Span<byte> destination, ReadOnlySpan<byte> x, ReadOnlySpan<byte> y)
    {
        destination[0] = UncompressedPrefix;
        x.CopyTo(destination[1..]);
        y.CopyTo(destination[(1 + CoordinateLength)..]);
    }
}
