using System.Security.Cryptography;
using Sfu.WebRtc.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

public class FingerprintTests
{
    private static readonly byte[] Der = DtlsPair.ClientCertificate.Der;

    private static readonly CertificateFingerprint Right = DtlsPair.ClientCertificate.Fingerprint;

    private static readonly CertificateFingerprint Wrong = new("sha-256", SHA256.HashData([1, 2, 3]));

    public static TheoryData<string, bool> Lists => new()
    {
        { "right", true },
        { "lower", true },
        { "sha-384", true },
        { "sha-512", true },
        { "wrong,right", true },
        { "right,wrong", true },
        { "unknown,right", true },
        { "wrong", false },
        { "wrong,wrong", false },
        { "other-hash-name", false },
        { "sha-1", false },
        { "unknown", false },
        { "short", false },
        { "ours", false }, // the mistake of comparing a certificate with itself
        { "", false },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Keys_exist_only_for_a_signalled_certificate_known_beforehand(string list, bool connects)
    {
        using var pair = new DtlsPair(withFingerprints: false);
        pair.Client.SetRemoteFingerprints([DtlsPair.ServerCertificate.Fingerprint]);
        pair.Server.SetRemoteFingerprints(Fingerprints(list));

        Assert.Equal(connects, pair.Connect(MonotonicTime.Second));

        AssertServer(pair, connects);
        // The server never says its last word to the wrong peer.
        Assert.Equal(connects ? DtlsState.Connected : DtlsState.Handshaking, pair.Client.State);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void Keys_exist_only_for_a_signalled_certificate_known_afterwards(string list, bool connects)
    {
        using var pair = new DtlsPair(withFingerprints: false);
        Assert.False(pair.Connect(10 * MonotonicTime.Second));
        Assert.Equal(DtlsState.Handshaking, pair.Server.State);
        Assert.Throws<InvalidOperationException>(() => pair.Server.ExportSrtpKeys(new byte[16], new byte[16], new byte[12], new byte[12]));
        Assert.Equal(default, pair.Server.SrtpProfile);

        pair.Server.SetRemoteFingerprints(Fingerprints(list));

        AssertServer(pair, connects);
    }

    [Fact]
    public void Without_any_fingerprint_it_fails_after_30_seconds()
    {
        using var pair = new DtlsPair(withFingerprints: false);
        Assert.False(pair.Connect(60 * MonotonicTime.Second));

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal(DtlsState.Failed, pair.Client.State);
        Assert.Equal("no fingerprint was signalled in time", pair.Server.FailureReason);
    }

    [Fact]
    public void A_later_description_without_the_certificate_ends_the_connection_and_one_with_it_does_not()
    {
        using var pair = new DtlsPair();
        Assert.True(pair.Connect());
        pair.Server.SetRemoteFingerprints([Wrong, Right]);
        Assert.Equal(DtlsState.Connected, pair.Server.State);

        pair.Server.SetRemoteFingerprints([Wrong]);

        AssertServer(pair, connects: false);
    }

    [Fact]
    public void Reads_and_writes_the_form_of_SDP()
    {
        Assert.Matches("^sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}$", Right.ToString());
        Assert.True(CertificateFingerprint.TryParse(Right.ToString(), out var read));
        Assert.Equal(Right, read);
        Assert.Equal(Right.GetHashCode(), read.GetHashCode());
        Assert.True(CertificateFingerprint.TryParse(Right.ToString().ToLowerInvariant().Replace("sha", "SHA", StringComparison.Ordinal), out read));
        Assert.Equal(Right, read);
        Assert.True(CertificateFingerprint.TryParse("sha-1 00:11:22", out var unknown));
        Assert.False(unknown.Matches(Der));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("sha-256")]
    [InlineData("sha-256 ")]
    [InlineData("sha-256 AA")]
    [InlineData("sha-256 AA:BB")]
    [InlineData("sha-1 AAB")]
    [InlineData("sha-1 AA:")]
    [InlineData("sha-1 :AA")]
    [InlineData("sha-1 AA:B")]
    [InlineData("sha-1 AA-BB")]
    [InlineData("sha-1 GG")]
    [InlineData("sha-1 AA:BB CC")]
    [InlineData("sha-1 ＡＡ")]
    public void Refuses_what_is_no_fingerprint(string text) => Assert.False(CertificateFingerprint.TryParse(text, out _));

    [Fact]
    public void Every_process_and_every_certificate_has_its_own()
    {
        using var another = DtlsCertificate.CreateSelfSigned();
        Assert.NotEqual(Right, another.Fingerprint);
        Assert.True(another.Fingerprint.Matches(another.Der));
        Assert.False(another.Fingerprint.Matches(Der));
    }

    private static void AssertServer(DtlsPair pair, bool connects)
    {
        if (connects)
        {
            Assert.Equal(DtlsState.Connected, pair.Server.State);
            pair.Server.ExportSrtpKeys(new byte[16], new byte[16], new byte[12], new byte[12]);
            return;
        }

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal("the peer's certificate has none of the signalled fingerprints", pair.Server.FailureReason);
        Assert.Throws<InvalidOperationException>(() => pair.Server.ExportSrtpKeys(new byte[16], new byte[16], new byte[12], new byte[12]));
    }

    private static CertificateFingerprint[] Fingerprints(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => name switch
    {
        "right" => Right,
        "lower" => Parse(Right.ToString().ToLowerInvariant()),
        "sha-384" => new CertificateFingerprint("SHA-384", SHA384.HashData(Der)),
        "sha-512" => new CertificateFingerprint("sha-512", SHA512.HashData(Der)),
        "wrong" => Wrong,
        "other-hash-name" => new CertificateFingerprint("sha-384", Right.Value),
        "sha-1" => new CertificateFingerprint("sha-1", Right.Value[..20]),
        "unknown" => new CertificateFingerprint("md5", Right.Value[..16]),
        "short" => new CertificateFingerprint("sha-256", Right.Value[..31]),
        _ => DtlsPair.ServerCertificate.Fingerprint,
    })];

    private static CertificateFingerprint Parse(string text) =>
        CertificateFingerprint.TryParse(text, out var fingerprint) ? fingerprint : throw new ArgumentException(text);
}
