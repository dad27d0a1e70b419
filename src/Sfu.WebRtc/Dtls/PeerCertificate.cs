using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// The certificate a peer showed. Showing it proves nothing: <see cref="TryVerify"/> proves that the peer holds its key,
/// the fingerprint that it is the one who signalled. Immutable; the key object lives only while it verifies.
/// </summary>
internal sealed class PeerCertificate
{
    // Below 2048 bits RSA is weak (NIST SP 800-131A); above 4096 bits, or with a long exponent, verifying becomes a way
    // to burn our time. F4 is the exponent everybody uses.
    private const int MinRsaBytes = 2048 / 8;
    private const int MaxRsaBytes = 4096 / 8;
    private const int MaxRsaExponentBytes = 4;

    /// <summary>What we can verify, preferred first; offered in CertificateRequest and in our ClientHello.</summary>
    public static ReadOnlySpan<SignatureScheme> VerifiableSchemes =>
    [
        SignatureScheme.EcdsaSecp256r1Sha256,
        SignatureScheme.EcdsaSecp384r1Sha384,
        SignatureScheme.RsaPssRsaeSha256,
        SignatureScheme.RsaPssRsaeSha384,
        SignatureScheme.RsaPssRsaeSha512,
        SignatureScheme.RsaPkcs1Sha256,
        SignatureScheme.RsaPkcs1Sha384,
        SignatureScheme.RsaPkcs1Sha512,
    ];

    private readonly CertificateKeyKind _kind;

    private PeerCertificate(byte[] der, CertificateKeyKind kind)
    {
        Der = der;
        _kind = kind;
    }

    public byte[] Der { get; }

    public bool IsEcdsa => _kind is CertificateKeyKind.EcdsaP256 or CertificateKeyKind.EcdsaP384;

    /// <summary>False unless it holds a key of a kind and size we accept.</summary>
    public static bool TryRead(ReadOnlySpan<byte> der, [NotNullWhen(true)] out PeerCertificate? certificate)
    {
        certificate = null;
        if (!CertificateKeyReader.TryRead(der, out var key))
            return false;
        if (key.Kind is CertificateKeyKind.Rsa
            && (key.Modulus.Length is < MinRsaBytes or > MaxRsaBytes || key.Exponent.Length > MaxRsaExponentBytes))
        {
            return false;
        }

        certificate = new PeerCertificate(der.ToArray(), key.Kind);
        return true;
    }

    /// <summary>Whether <paramref name="signature"/> over <paramref name="data"/> was made with this certificate's key.</summary>
    public bool TryVerify(SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!VerifiableSchemes.Contains(scheme) || IsEcdsaScheme(scheme) != IsEcdsa || !CertificateKeyReader.TryRead(Der, out var key))
            return false;
        try
        {
            return IsEcdsa ? VerifyEcdsa(key, scheme, data, signature) : VerifyRsa(key, scheme, data, signature);
        }
        catch (CryptographicException)
        {
            // A point off the curve, an even modulus, a signature that is no DER: the peer's fault, not an error of ours.
            return false;
        }
    }

    private static bool VerifyEcdsa(in CertificateKeyReader key, SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = key.Kind is CertificateKeyKind.EcdsaP256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
            Q = new ECPoint { X = key.X.ToArray(), Y = key.Y.ToArray() },
        });
        return ecdsa.VerifyData(data, signature, HashOf(scheme), DSASignatureFormat.Rfc3279DerSequence);
    }

    private static bool VerifyRsa(in CertificateKeyReader key, SignatureScheme scheme, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var rsa = RSA.Create(new RSAParameters { Modulus = key.Modulus.ToArray(), Exponent = key.Exponent.ToArray() });
        var padding = scheme is SignatureScheme.RsaPssRsaeSha256 or SignatureScheme.RsaPssRsaeSha384 or SignatureScheme.RsaPssRsaeSha512
            ? RSASignaturePadding.Pss
            : RSASignaturePadding.Pkcs1;
        return rsa.VerifyData(data, signature, HashOf(scheme), padding);
    }

    private static bool IsEcdsaScheme(SignatureScheme scheme) =>
        scheme is SignatureScheme.EcdsaSecp256r1Sha256 or SignatureScheme.EcdsaSecp384r1Sha384;

    private static HashAlgorithmName HashOf(SignatureScheme scheme) => scheme switch
    {
        SignatureScheme.EcdsaSecp384r1Sha384 or SignatureScheme.RsaPssRsaeSha384 or SignatureScheme.RsaPkcs1Sha384 => HashAlgorithmName.SHA384,
        SignatureScheme.RsaPssRsaeSha512 or SignatureScheme.RsaPkcs1Sha512 => HashAlgorithmName.SHA512,
        _ => HashAlgorithmName.SHA256,
    };
}
