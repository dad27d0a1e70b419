namespace Sfu.Wire.Dtls;

public enum CertificateKeyKind : byte
{
    /// <summary>ECDSA on secp256r1.</summary>
    EcdsaP256,

    /// <summary>ECDSA on secp384r1.</summary>
    EcdsaP384,
    Rsa,
}

/// <summary>
/// The public key of an X.509 certificate (RFC 5280 §4.1). Nothing else in it matters to WebRTC: names, dates and
/// signatures prove nothing, the fingerprint does. Only named curves are read; a curve spelled out in a certificate is
/// refused unseen (that was CVE-2022-0778).
/// <code>
/// Certificate ::= SEQUENCE { tbs SEQUENCE { [0] version?, serial, algorithm, issuer, validity, subject,
///                            subjectPublicKeyInfo SEQUENCE { algorithm SEQUENCE { OID, parameters }, BIT STRING }, ... }, ... }
/// </code>
/// </summary>
public ref struct CertificateKeyReader
{
    // Elements of the to-be-signed part between version and key: serial, algorithm, issuer, validity, subject.
    private const int ElementsBeforeKey = 5;

    public CertificateKeyKind Kind { get; private set; }

    /// <summary>X of the ECDSA point.</summary>
    public ReadOnlySpan<byte> X { get; private set; }

    public ReadOnlySpan<byte> Y { get; private set; }

    /// <summary>RSA modulus without leading zeros.</summary>
    public ReadOnlySpan<byte> Modulus { get; private set; }

    public ReadOnlySpan<byte> Exponent { get; private set; }

    // 1.2.840.10045.2.1, 1.2.840.10045.3.1.7, 1.3.132.0.34 (RFC 5480 §2.1.1); 1.2.840.113549.1.1.1 (RFC 3279 §2.3.1).
    private static ReadOnlySpan<byte> OidEcPublicKey => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];

    private static ReadOnlySpan<byte> OidSecp256r1 => [0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];

    private static ReadOnlySpan<byte> OidSecp384r1 => [0x2B, 0x81, 0x04, 0x00, 0x22];

    private static ReadOnlySpan<byte> OidRsa => [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];

    public static bool TryRead(ReadOnlySpan<byte> certificate, out CertificateKeyReader key)
    {
        key = default;
        var file = new DerReader(certificate);
        if (!file.TryRead(DerReader.Sequence, out var outer) || !file.IsAtEnd)
            return false;
        var certificateReader = new DerReader(outer);
        if (!certificateReader.TryRead(DerReader.Sequence, out var signedPart))
            return false;

        var fields = new DerReader(signedPart);
        if (fields.IsAt(DerReader.Context0) && !fields.TryReadAny(out _))
            return false;
        for (var i = 0; i < ElementsBeforeKey; i++)
        {
            if (!fields.TryReadAny(out _))
                return false;
        }

        if (!fields.TryRead(DerReader.Sequence, out var keyInfo))
            return false;
        var info = new DerReader(keyInfo);
        // A BIT STRING starts with the number of unused bits, 0 for a key.
        if (!info.TryRead(DerReader.Sequence, out var algorithm) || !info.TryRead(DerReader.BitString, out var bits) || bits is not [0, ..])
            return false;

        var algorithmReader = new DerReader(algorithm);
        if (!algorithmReader.TryRead(DerReader.ObjectIdentifier, out var oid))
            return false;
        if (oid.SequenceEqual(OidRsa))
            return key.TryReadRsa(bits[1..]);
        return oid.SequenceEqual(OidEcPublicKey)
            && algorithmReader.TryRead(DerReader.ObjectIdentifier, out var curve)
            && key.TryReadPoint(curve, bits[1..]);
    }

    private bool TryReadPoint(ReadOnlySpan<byte> curve, ReadOnlySpan<byte> point)
    {
        int coordinateLength;
        if (curve.SequenceEqual(OidSecp256r1))
            (Kind, coordinateLength) = (CertificateKeyKind.EcdsaP256, 32);
        else if (curve.SequenceEqual(OidSecp384r1))
            (Kind, coordinateLength) = (CertificateKeyKind.EcdsaP384, 48);
        else
            return false;

        if (point.Length != 1 + 2 * coordinateLength || point[0] != EcPoint.UncompressedPrefix)
            return false;
        X = point.Slice(1, coordinateLength);
        Y = point[(1 + coordinateLength)..];
        return true;
    }

    private bool TryReadRsa(ReadOnlySpan<byte> bytes)
    {
        Kind = CertificateKeyKind.Rsa;
        var outer = new DerReader(bytes);
        if (!outer.TryRead(DerReader.Sequence, out var pair))
            return false;
        var reader = new DerReader(pair);
        if (!reader.TryRead(DerReader.Integer, out var modulus) || !reader.TryRead(DerReader.Integer, out var exponent))
            return false;
        Modulus = modulus.TrimStart((byte)0);
        Exponent = exponent.TrimStart((byte)0);
        return !Modulus.IsEmpty && !Exponent.IsEmpty;
    }
}
