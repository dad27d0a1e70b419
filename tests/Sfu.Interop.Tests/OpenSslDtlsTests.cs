using System.Globalization;
using Sfu.Testing.Processes;
using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;

namespace Sfu.Interop.Tests;

/// <summary>Our DTLS against OpenSSL's, both roles: the exporter must give both sides the same bytes.</summary>
public sealed class OpenSslDtlsTests(OpenSslCertificates certificates) : IClassFixture<OpenSslCertificates>
{
    private const string BothProfiles = "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80";
    private const int ExportedLength = 60;

    public static TheoryData<string, string, SrtpProtectionProfile, string, int> ClientCases => new()
    {
        // What s_client offers, the profile that must come out, its certificate, further arguments, our datagram size.
        { BothProfiles, "", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 },
        { "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", "", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 },
        { "SRTP_AES128_CM_SHA1_80", "", SrtpProtectionProfile.Aes128CmHmacSha1_80, "ecdsa", 1200 },
        { "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_256_GCM", "", SrtpProtectionProfile.Aes128CmHmacSha1_80, "ecdsa", 1200 },
        { BothProfiles, "-mtu 256", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 256 },
        { BothProfiles, "-mtu 256", SrtpProtectionProfile.AeadAes128Gcm, "rsa", 200 },
        { BothProfiles, "", SrtpProtectionProfile.AeadAes128Gcm, "rsa", 1200 },
        { BothProfiles, "-sigalgs ECDSA+SHA256:RSA-PSS+SHA256", SrtpProtectionProfile.AeadAes128Gcm, "rsa", 1200 },
        { BothProfiles, "-sigalgs ECDSA+SHA256:RSA-PSS+SHA512", SrtpProtectionProfile.AeadAes128Gcm, "rsa", 1200 },
        { BothProfiles, "-sigalgs ECDSA+SHA256:RSA+SHA384", SrtpProtectionProfile.AeadAes128Gcm, "rsa", 1200 },
        { BothProfiles, "", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa384", 1200 },
        { BothProfiles, "-groups X25519:P-521:P-256", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 },
        { BothProfiles, "-cipher ALL", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 },
    };

    public static TheoryData<string, SrtpProtectionProfile, string, int> ServerCases => new()
    {
        // What s_server is started with, the profile that must come out, its certificate, our datagram size.
        { $"-use_srtp {BothProfiles}", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 },
        { "-use_srtp SRTP_AES128_CM_SHA1_80", SrtpProtectionProfile.Aes128CmHmacSha1_80, "ecdsa", 1200 },
        { $"-use_srtp {BothProfiles} -listen", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 }, // HelloVerifyRequest
        { $"-use_srtp {BothProfiles} -mtu 256", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 256 },
        { $"-use_srtp {BothProfiles} -mtu 300 -listen", SrtpProtectionProfile.AeadAes128Gcm, "ecdsa", 1200 },
    };

    [Theory]
    [MemberData(nameof(ClientCases))]
    public async Task Connects_to_an_OpenSSL_client(string offered, string arguments, SrtpProtectionProfile profile, string certificate, int ourDatagramBytes)
    {
        await using var peer = new OpenSslDtlsPeer(
            DtlsRole.Server, DtlsOptions.Default with { MaxDatagramBytes = ourDatagramBytes }, certificates.Fingerprint(certificate));
        await using var openssl = StartOpenSsl("s_client", certificate,
            ["-connect", Loopback(peer.Port), "-use_srtp", offered, .. Split(arguments)]);

        await peer.PumpUntilAsync(DtlsState.Connected, openssl);

        await AssertSameKeysAsync(peer, openssl, profile);
        await openssl.WriteLineAsync("Q");
        await peer.PumpUntilAsync(DtlsState.Closed, openssl); // by s_client's encrypted close_notify
        if (arguments.Contains("-mtu", StringComparison.Ordinal))
            Assert.InRange(peer.LongestReceived, 1, 256);
    }

    [Theory]
    [MemberData(nameof(ServerCases))]
    public async Task Connects_to_an_OpenSSL_server(string arguments, SrtpProtectionProfile profile, string certificate, int ourDatagramBytes)
    {
        await using var peer = new OpenSslDtlsPeer(
            DtlsRole.Client, DtlsOptions.Default with { MaxDatagramBytes = ourDatagramBytes }, certificates.Fingerprint(certificate));
        await using var openssl = StartOpenSsl("s_server", certificate, ["-accept", Loopback(0), "-Verify", "1", "-naccept", "1", .. Split(arguments)]);
        var accepting = await peer.PumpUntilLineAsync("ACCEPT", openssl);
        peer.Start(int.Parse(accepting[(accepting.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture));

        await peer.PumpUntilAsync(DtlsState.Connected, openssl);

        await AssertSameKeysAsync(peer, openssl, profile);
        peer.Close();
        Assert.Equal(0, await openssl.WaitForExitAsync(TimeSpan.FromSeconds(10))); // s_server ends with our close_notify
    }

    [Theory]
    [InlineData(true, 0)] // the hello
    [InlineData(true, 1)] // OpenSSL's flight
    [InlineData(false, 0)] // our flight
    [InlineData(false, 1)] // our Finished, which only comes again when OpenSSL repeats its own
    public async Task Connects_to_an_OpenSSL_client_when_a_datagram_gets_lost(bool received, int index)
    {
        await using var peer = new OpenSslDtlsPeer(DtlsRole.Server, DtlsOptions.Default, certificates.Fingerprint("ecdsa"))
        {
            Loses = (r, i) => r == received && i == index,
        };
        await using var openssl = StartOpenSsl("s_client", "ecdsa", ["-connect", Loopback(peer.Port), "-use_srtp", BothProfiles, "-mtu", "1200"]);

        await peer.PumpUntilAsync(DtlsState.Connected, openssl);

        await AssertSameKeysAsync(peer, openssl, SrtpProtectionProfile.AeadAes128Gcm);
    }

    [Fact]
    public async Task Connects_to_an_OpenSSL_client_when_every_fourth_datagram_gets_lost()
    {
        await using var peer = new OpenSslDtlsPeer(DtlsRole.Server, DtlsOptions.Default with { MaxDatagramBytes = 300 }, certificates.Fingerprint("ecdsa"))
        {
            Loses = (_, i) => i % 4 == 1,
        };
        await using var openssl = StartOpenSsl("s_client", "ecdsa", ["-connect", Loopback(peer.Port), "-use_srtp", BothProfiles, "-mtu", "300"]);

        await peer.PumpUntilAsync(DtlsState.Connected, openssl);

        await AssertSameKeysAsync(peer, openssl, SrtpProtectionProfile.AeadAes128Gcm);
    }

    [Fact]
    public async Task Refuses_an_OpenSSL_client_without_a_certificate()
    {
        await using var peer = new OpenSslDtlsPeer(DtlsRole.Server, DtlsOptions.Default, certificates.Fingerprint("ecdsa"));
        await using var openssl = ChildProcess.Start("openssl",
            ["s_client", "-dtls1_2", "-connect", Loopback(peer.Port), "-use_srtp", BothProfiles]);

        await peer.PumpUntilReasonAsync("the peer shows no certificate", openssl);

        Assert.Equal(DtlsState.Handshaking, peer.Connection.State);
    }

    [Fact]
    public async Task Fails_when_the_OpenSSL_client_has_another_certificate_than_signalled()
    {
        await using var peer = new OpenSslDtlsPeer(DtlsRole.Server, DtlsOptions.Default, certificates.Fingerprint("rsa"));
        await using var openssl = StartOpenSsl("s_client", "ecdsa", ["-connect", Loopback(peer.Port), "-use_srtp", BothProfiles]);

        await peer.PumpUntilReasonAsync("the peer's certificate has none of the signalled fingerprints", openssl);

        Assert.Equal(DtlsState.Failed, peer.Connection.State);
        Assert.Throws<InvalidOperationException>(() => peer.Connection.ExportKeyingMaterial("EXTRACTOR-dtls_srtp"u8, new byte[ExportedLength]));
    }

    [Theory]
    [InlineData("-groups P-384", "the client does not offer the group P-256")]
    [InlineData("-cipher ECDHE-RSA-AES128-GCM-SHA256", "the client does not offer ECDHE-ECDSA-AES128-GCM-SHA256")]
    public async Task Refuses_an_OpenSSL_client_it_has_nothing_in_common_with(string arguments, string reason)
    {
        await using var peer = new OpenSslDtlsPeer(DtlsRole.Server, DtlsOptions.Default, certificates.Fingerprint("ecdsa"));
        await using var openssl = StartOpenSsl("s_client", "ecdsa", ["-connect", Loopback(peer.Port), "-use_srtp", BothProfiles, .. Split(arguments)]);

        await peer.PumpUntilReasonAsync(reason, openssl);

        Assert.Equal(DtlsState.New, peer.Connection.State);
    }

    private static async Task AssertSameKeysAsync(OpenSslDtlsPeer peer, ChildProcess openssl, SrtpProtectionProfile profile)
    {
        var line = await peer.PumpUntilLineAsync("Keying material:", openssl);
        var ours = new byte[ExportedLength];
        peer.Connection.ExportKeyingMaterial("EXTRACTOR-dtls_srtp"u8, ours);
        Assert.Equal("Keying material: " + Convert.ToHexString(ours), line);
        Assert.Equal(profile, peer.Connection.SrtpProfile);

        // The SRTP keys are the exporter's first bytes: client key, server key, client salt, server salt.
        byte[][] keys = [new byte[16], new byte[16], new byte[profile.SaltLength], new byte[profile.SaltLength]];
        peer.Connection.ExportSrtpKeys(keys[0], keys[1], keys[2], keys[3]);
        Assert.Equal(ours[..(32 + 2 * profile.SaltLength)], keys.SelectMany(k => k));
    }

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private ChildProcess StartOpenSsl(string command, string certificate, string[] arguments) => ChildProcess.Start("openssl",
    [
        command, "-dtls1_2", "-cert", certificates.CertificatePath(certificate), "-key", certificates.KeyPath(certificate),
        "-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", ExportedLength.ToString(CultureInfo.InvariantCulture), .. arguments,
    ]);
}
