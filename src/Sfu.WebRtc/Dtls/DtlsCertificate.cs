using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sfu.WebRtc.Dtls;

/// <summary>
/// Our certificate and its key: ECDSA P-256, made when the process starts and never stored, so no key can leak from disk
/// or be shipped by accident. Shared by all connections of a process; signing is thread-safe, disposing is its owner's.
/// </summary>
public sealed class DtlsCertificate : IDisposable
{
    private const int SerialBytes = 16;

    // WebRTC peers look at the fingerprint only (RFC 8827 §6.5). A fixed span tells nothing about the machine and does
    // not care about a clock that is wrong. 2049 is the last year of the short date form (RFC 5280 §4.1.2.5).
    private static readonly DateTimeOffset NotBefore = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NotAfter = new(2049, 12, 31, 0, 0, 0, TimeSpan.Zero);

    private readonly ECDsa _key;

    private DtlsCertificate(ECDsa key, byte[] der)
    {
        _key = key;
        Der = der;
        Fingerprint = CertificateFingerprint.Sha256(der);
    }

    /// <summary>SHA-256 of the certificate, for <c>a=fingerprint</c>.</summary>
    public CertificateFingerprint Fingerprint { get; }

    internal byte[] Der { get; }

    /// <summary>A new key and a certificate with random subject and serial number.</summary>
    public static DtlsCertificate CreateSelfSigned()
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var subject = new X500DistinguishedName("CN=" + Convert.ToHexString(RandomNumberGenerator.GetBytes(SerialBytes)));
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var serial = RandomNumberGenerator.GetBytes(SerialBytes);
        serial[0] &= 0x7F; // a serial number is positive (RFC 5280 §4.1.2.2)
        using var certificate = request.Create(subject, X509SignatureGenerator.CreateForECDsa(key), NotBefore, NotAfter, serial);
        return new DtlsCertificate(key, certificate.RawData);
    }

    /// <summary>Signs with ecdsa_secp256r1_sha256, in the DER form TLS wants.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> data) =>
        _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => _key.Dispose();
}
