using System.Security.Cryptography.X509Certificates;
using Sfu.Testing.Processes;
using Sfu.WebRtc.Dtls;

namespace Sfu.Interop.Tests;

/// <summary>Certificates as OpenSSL makes them, in a folder of their own. Shared by a test class; fails loudly without openssl.</summary>
public sealed class OpenSslCertificates : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sfu-openssl-").FullName;

    public async Task InitializeAsync()
    {
        await MakeAsync("ecdsa", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256");
        await MakeAsync("ecdsa384", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384");
        await MakeAsync("rsa", "-newkey", "rsa:2048");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    public string CertificatePath(string kind) => Path.Combine(_folder, kind + ".pem");

    public string KeyPath(string kind) => Path.Combine(_folder, kind + ".key");

    public CertificateFingerprint Fingerprint(string kind)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(CertificatePath(kind));
        return CertificateFingerprint.Sha256(certificate.RawData);
    }

    private Task<string> MakeAsync(string kind, params string[] key) =>
        ChildProcess.RunAsync("openssl", ["req", "-x509", .. key, "-nodes", "-keyout", KeyPath(kind), "-out", CertificatePath(kind), "-subj", "/CN=peer", "-days", "30"]);
}
