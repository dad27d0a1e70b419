using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>What leads to a session and what does not: weak parameters are never chosen, unknown ones never matter.</summary>
public class NegotiatedHelloTests
{
    private const string Version = "the client does not speak DTLS 1.2";
    private const string Versions = "the client's list of versions lacks DTLS 1.2";
    private const string Suite = "the client does not offer ECDHE-ECDSA-AES128-GCM-SHA256";
    private const string Group = "the client does not offer the group P-256";
    private const string Signature = "the client does not accept ecdsa_secp256r1_sha256";
    private const string Srtp = "the client offers no SRTP profile we have";
    private const string Malformed = "the ClientHello is malformed";

    private static readonly Dictionary<string, (HelloBuilder Hello, string Refusal)> Hellos = new()
    {
        ["as it is"] = (new(), ""),
        ["like a browser"] = (HelloBuilder.LikeABrowser(), ""),
        ["like Chromium: legacy record version is the record's business"] = (HelloBuilder.LikeABrowser() with { SrtpProfiles = [1, 8, 7] }, ""),
        ["DTLS 1.0"] = (new() { Version = 0xFEFF }, Version),
        ["TLS 1.2"] = (new() { Version = 0x0303 }, Version),
        ["version 0"] = (new() { Version = 0 }, Version),
        ["legacy version beyond 1.2"] = (new() { Version = 0xFEFC }, ""),
        ["versions 1.3 and 1.2"] = (new() { Versions = [0xFEFC, 0xFEFD] }, ""),
        ["version 1.3 only"] = (new() { Versions = [0xFEFC] }, Versions),
        ["versions 1.0 and GREASE"] = (new() { Versions = [0xFEFF, 0x7A7A] }, Versions),
        ["no versions in the list"] = (new() { Versions = [] }, Malformed),
        ["null cipher"] = (new() { CipherSuites = [0x0000, 0x0001, 0x003B] }, Suite),
        ["CBC only"] = (new() { CipherSuites = [0xC009, 0xC00A, 0xC023] }, Suite),
        ["RSA key exchange"] = (new() { CipherSuites = [0x002F, 0x0035, 0x009C] }, Suite),
        ["ECDHE-RSA"] = (new() { CipherSuites = [0xC02F] }, Suite),
        ["export, RC4, 3DES and anonymous ones"] = (new() { CipherSuites = [0x0003, 0x0005, 0x000A, 0xC017, 0xC018] }, Suite),
        ["no suites"] = (new() { CipherSuites = [] }, Suite),
        ["compression wanted"] = (new() { Compression = [1] }, "the client insists on compression"),
        ["compression among others"] = (new() { Compression = [1, 0, 64] }, ""),
        ["no compression methods"] = (new() { Compression = [] }, "the client insists on compression"),
        ["X25519 only"] = (new() { Groups = [29] }, Group),
        ["post-quantum only"] = (new() { Groups = [0x11EC] }, Group),
        ["weak and binary curves"] = (new() { Groups = [1, 15, 19, 21, 22] }, Group),
        ["no group in the list"] = (new() { Groups = [] }, Malformed),
        ["no group extension"] = (new() { Groups = null }, ""),
        ["compressed points only"] = (new() { PointFormats = [1, 2] }, "the client does not accept uncompressed points"),
        ["no point format extension"] = (new() { PointFormats = null }, ""),
        ["SHA-1 signatures"] = (new() { SignatureAlgorithms = [0x0203, 0x0201] }, Signature),
        ["MD5 signatures"] = (new() { SignatureAlgorithms = [0x0101] }, Signature),
        ["RSA signatures only"] = (new() { SignatureAlgorithms = [0x0804, 0x0401] }, Signature),
        ["no signature extension, which means SHA-1"] = (new() { SignatureAlgorithms = null }, Signature),
        ["no use_srtp"] = (new() { SrtpProfiles = null }, Srtp),
        ["SRTP without encryption"] = (new() { SrtpProfiles = [5, 6] }, Srtp),
        ["SRTP with short tags"] = (new() { SrtpProfiles = [2] }, Srtp),
        ["SRTP with AES-256 only"] = (new() { SrtpProfiles = [8] }, Srtp),
        ["no SRTP profile in the list"] = (new() { SrtpProfiles = [] }, Malformed),
        ["no extensions"] = (new() { WithoutExtensions = true }, Signature),
        ["no extended master secret"] = (new() { ExtendedMasterSecret = false }, ""),
        ["renegotiation with verify data"] = (new() { RenegotiationInfo = false, Others = [(0xFF01, [1, 0xAA])] }, Malformed),
        ["extended master secret with content"] = (new() { ExtendedMasterSecret = false, Others = [(23, [0])] }, Malformed),
        ["an extension of ours twice"] = (new() { Others = [(10, [0, 2, 0, 23])] }, Malformed),
        ["an unknown extension twice"] = (new() { Others = [(0x1A1A, [1]), (0x1A1A, [2])] }, ""),
        ["an odd list"] = (new() { Groups = null, Others = [(10, [0, 3, 0, 23, 0])] }, Malformed),
        ["a list beyond its extension"] = (new() { Groups = null, Others = [(10, [0, 4, 0, 23])] }, Malformed),
        ["an MKI"] = (new() { SrtpProfiles = null, Others = [(14, [0, 2, 0, 7, 2, 0xAA, 0xBB])] }, ""),
        ["bytes behind the MKI"] = (new() { SrtpProfiles = null, Others = [(14, [0, 2, 0, 7, 0, 0xAA])] }, Malformed),
    };

    public static TheoryData<string> Names => [.. Hellos.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_hello_is_agreed_to_or_refused_with_a_reason(string name)
    {
        var (hello, refusal) = Hellos[name];
        var agreed = NegotiatedHello.TryAgree(hello.Build(), DtlsOptions.Default.SrtpProfiles, out var negotiated, out var reason);

        Assert.Equal(refusal, reason);
        Assert.Equal(refusal.Length == 0, agreed);
        if (!agreed)
            return;
        Assert.Equal(hello.Random, negotiated!.ClientRandom);
        Assert.Equal(hello.ExtendedMasterSecret, negotiated.ExtendedMasterSecret);
        Assert.Equal(SrtpProtectionProfile.AeadAes128Gcm, negotiated.SrtpProfile);
        Assert.Equal(hello.PointFormats is not null, negotiated.PointFormats);
    }

    [Theory]
    [InlineData(new ushort[] { 1, 7 }, SrtpProtectionProfile.AeadAes128Gcm)]
    [InlineData(new ushort[] { 7, 1 }, SrtpProtectionProfile.AeadAes128Gcm)]
    [InlineData(new ushort[] { 8, 2, 1 }, SrtpProtectionProfile.Aes128CmHmacSha1_80)]
    [InlineData(new ushort[] { 1 }, SrtpProtectionProfile.Aes128CmHmacSha1_80)]
    public void The_SRTP_profile_is_our_choice(ushort[] offered, SrtpProtectionProfile chosen)
    {
        Assert.True(NegotiatedHello.TryAgree(new HelloBuilder { SrtpProfiles = offered }.Build(), DtlsOptions.Default.SrtpProfiles, out var negotiated, out _));
        Assert.Equal(chosen, negotiated.SrtpProfile);
    }

    [Fact]
    public void The_stand_in_among_the_cipher_suites_counts_as_renegotiation_info()
    {
        foreach (var (suites, extension, expected) in new (ushort[], bool, bool)[] { ([0xC02B, 0x00FF], false, true), ([0xC02B], true, true), ([0xC02B], false, false) })
        {
            var hello = new HelloBuilder { CipherSuites = suites, RenegotiationInfo = extension };
            Assert.True(NegotiatedHello.TryAgree(hello.Build(), DtlsOptions.Default.SrtpProfiles, out var negotiated, out _));
            Assert.Equal(expected, negotiated.RenegotiationInfo);
        }
    }

    [Fact]
    public void A_refused_hello_leaves_the_connection_as_new_with_the_reason_and_a_good_one_still_connects()
    {
        using var pair = new DtlsPair();
        pair.Inject(toServer: true, Datagrams.Message(Wire.Dtls.HandshakeType.ClientHello, 0, new HelloBuilder { Groups = [29] }.Build()));
        Assert.Equal(DtlsState.New, pair.Server.State);
        Assert.Equal(Group, pair.Server.FailureReason);
        Assert.Empty(pair.Sent);

        Assert.True(pair.Connect());
        Assert.Equal("", pair.Server.FailureReason);
    }
}
