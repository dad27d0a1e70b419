using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

public class PeerCertificateTests
{
    private static readonly byte[] Data = "what was said"u8.ToArray();
    private static readonly DateTimeOffset From = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SignatureScheme[] All = [.. Enum.GetValues<SignatureScheme>()];

    public static TheoryData<string> Curves => ["nistP256", "nistP384"];

    [Theory]
    [MemberData(nameof(Curves))]
    public void Verifies_ECDSA_of_both_curves_with_both_hashes_and_no_other_scheme(string curve)
    {
        using var key = ECDsa.Create(ECCurve.CreateFromFriendlyName(curve));
        Assert.True(PeerCertificate.TryRead(SelfSigned(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256)), out var certificate));
        Assert.True(certificate.IsEcdsa);

        foreach (var (scheme, hash) in new[] { (SignatureScheme.EcdsaSecp256r1Sha256, HashAlgorithmName.SHA256), (SignatureScheme.EcdsaSecp384r1Sha384, HashAlgorithmName.SHA384) })
        {
            var signature = key.SignData(Data, hash, DSASignatureFormat.Rfc3279DerSequence);
            AssertOnly(certificate, scheme, signature);
            Assert.False(certificate.TryVerify(scheme, Data, key.SignData(Data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)));
        }
    }

    [Fact]
    public void Verifies_RSA_with_both_paddings_and_all_hashes_and_no_other_scheme()
    {
        using var key = RSA.Create(2048);
        Assert.True(PeerCertificate.TryRead(SelfSigned(new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), out var certificate));
        Assert.False(certificate.IsEcdsa);

        AssertOnly(certificate, SignatureScheme.RsaPkcs1Sha256, key.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        AssertOnly(certificate, SignatureScheme.RsaPkcs1Sha384, key.SignData(Data, HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1));
        AssertOnly(certificate, SignatureScheme.RsaPkcs1Sha512, key.SignData(Data, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1));
        AssertOnly(certificate, SignatureScheme.RsaPssRsaeSha256, key.SignData(Data, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
        AssertOnly(certificate, SignatureScheme.RsaPssRsaeSha384, key.SignData(Data, HashAlgorithmName.SHA384, RSASignaturePadding.Pss));
        AssertOnly(certificate, SignatureScheme.RsaPssRsaeSha512, key.SignData(Data, HashAlgorithmName.SHA512, RSASignaturePadding.Pss));
    }

    [Fact]
    public void Refuses_keys_that_are_weak_huge_or_on_odd_curves()
    {
        using var weak = RSA.Create(1024);
        Assert.False(PeerCertificate.TryRead(SelfSigned(new CertificateRequest("CN=x", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)), out _));
        using var odd = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        Assert.False(PeerCertificate.TryRead(SelfSigned(new CertificateRequest("CN=x", odd, HashAlgorithmName.SHA256)), out _));

        // A curve that is spelled out instead of named: the kind of certificate that sent OpenSSL round in circles.
        var der = DtlsPair.ClientCertificate.Der.ToArray();
        ReadOnlySpan<byte> namedCurve = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
        der[der.AsSpan().IndexOf(namedCurve)] = DerReader.Sequence;
        Assert.False(PeerCertificate.TryRead(der, out _));
    }

    [Fact]
    public void A_point_off_the_curve_verifies_nothing()
    {
        var der = DtlsPair.ClientCertificate.Der.ToArray();
        Assert.True(CertificateKeyReader.TryRead(der, out var key));
        var y = der.AsSpan().IndexOf(key.Y);
        der[y] ^= 1;
        Assert.True(PeerCertificate.TryRead(der, out var certificate));

        Assert.False(certificate.TryVerify(SignatureScheme.EcdsaSecp256r1Sha256, Data, DtlsPair.ClientCertificate.Sign(Data)));
    }

    [Fact]
    public void Random_and_damaged_certificates_throw_nothing()
    {
        var random = new Random(3);
        using var rsa = RSA.Create(2048);
        byte[][] corpus = [DtlsPair.ClientCertificate.Der, SelfSigned(new CertificateRequest("CN=x", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))];
        var signature = DtlsPair.ClientCertificate.Sign(Data);
        var verified = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var der = corpus[i % 2].ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                der[random.Next(der.Length)] = (byte)random.Next(256);
            if (!PeerCertificate.TryRead(der.AsSpan(0, random.Next(5) == 0 ? random.Next(der.Length) : der.Length), out var certificate))
                continue;
            verified += certificate.TryVerify(All[random.Next(All.Length)], Data, signature) ? 1 : 0;
        }

        // A change elsewhere than in the key leaves the key as it is; the fingerprint is what catches it.
        Assert.InRange(verified, 1, 20_000);
    }

    [Fact]
    public void Our_own_certificate_is_read_by_the_framework_as_we_read_it()
    {
        using var certificate = X509CertificateLoader.LoadCertificate(DtlsPair.ServerCertificate.Der);
        using var key = certificate.GetECDsaPublicKey()!;
        var q = key.ExportParameters(false).Q;
        Assert.True(CertificateKeyReader.TryRead(DtlsPair.ServerCertificate.Der, out var read));
        Assert.Equal(CertificateKeyKind.EcdsaP256, read.Kind);
        Assert.True(read.X.SequenceEqual(q.X));
        Assert.True(read.Y.SequenceEqual(q.Y));
        Assert.Equal(certificate.SubjectName.RawData, certificate.IssuerName.RawData);
    }

    private static void AssertOnly(PeerCertificate certificate, SignatureScheme right, byte[] signature)
    {
        foreach (var scheme in All)
        {
            Assert.Equal(scheme == right, certificate.TryVerify(scheme, Data, signature));
            Assert.False(certificate.TryVerify(scheme, [.. Data, 0], signature));
        }
    }

    private static byte[] SelfSigned(CertificateRequest request)
    {
        using var certificate = request.CreateSelfSigned(From, From.AddYears(20));
        return certificate.RawData;
    }
}
