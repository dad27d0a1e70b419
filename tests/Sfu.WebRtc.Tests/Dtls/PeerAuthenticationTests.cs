using Sfu.WebRtc.Dtls;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

/// <summary>Keys exist only for a peer that showed a certificate, proved to hold its key, and is the one who signalled it.</summary>
public class PeerAuthenticationTests
{
    private static readonly DtlsCertificate Other = DtlsCertificate.CreateSelfSigned();

    private static readonly DtlsCertificate Mine = DtlsPair.ClientCertificate;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Connects_a_client_that_proves_its_key(bool extendedMasterSecret)
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair, new HelloBuilder { ExtendedMasterSecret = extendedMasterSecret });
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        client.CertificateVerify(Mine);
        Assert.Equal(DtlsState.Handshaking, pair.Server.State);
        client.Finished();

        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void Refuses_a_client_that_shows_no_certificate()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(null);
        client.KeyExchange();
        client.Finished();

        AssertNeverConnects(pair, "the peer shows no certificate");
    }

    [Fact]
    public void Refuses_a_client_that_leaves_out_the_Certificate_message()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.KeyExchange();
        client.Finished();

        AssertNeverConnects(pair, "the client sends ClientKeyExchange instead of Certificate");
    }

    [Fact]
    public void Refuses_a_client_that_leaves_out_CertificateVerify()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        client.Finished();

        // The Finished cannot even be opened: no key to read with is installed before the signature has verified.
        AssertNeverConnects(pair, "");
    }

    [Fact]
    public void Refuses_a_Finished_in_plaintext_instead_of_CertificateVerify()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        client.Finished(inPlaintext: true);

        AssertNeverConnects(pair, "");
    }

    [Fact]
    public void Refuses_a_CertificateVerify_of_another_key()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine); // public, so anybody can show it
        client.KeyExchange();
        client.CertificateVerify(Other);
        client.Finished();

        AssertNeverConnects(pair, "the client's CertificateVerify is not from the key of its certificate");
    }

    [Fact]
    public void Refuses_a_CertificateVerify_over_anything_but_this_handshake()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        client.CertificateVerify(Mine.Sign(client.Transcript.Bytes[..^1]));
        client.Finished();

        AssertNeverConnects(pair, "the client's CertificateVerify is not from the key of its certificate");
    }

    [Theory]
    [InlineData(SignatureScheme.EcdsaSecp384r1Sha384)] // the right key, but the wrong hash
    [InlineData(SignatureScheme.RsaPssRsaeSha256)]
    [InlineData(SignatureScheme.RsaPkcs1Sha256)]
    [InlineData((SignatureScheme)0x0203)] // ecdsa_sha1: never offered
    [InlineData((SignatureScheme)0x0000)]
    public void Refuses_a_CertificateVerify_under_a_scheme_it_was_not_made_with(SignatureScheme scheme)
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        client.CertificateVerify(Mine, scheme);
        client.Finished();

        AssertNeverConnects(pair, "the client's CertificateVerify is not from the key of its certificate");
    }

    [Fact]
    public void Refuses_every_damage_to_a_signature()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        var good = Mine.Sign(client.Transcript.Bytes);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = good.ToArray();
            bad[i] ^= 0x01;
            Assert.True(PeerCertificate.TryRead(Mine.Der, out var certificate));
            Assert.False(certificate.TryVerify(SignatureScheme.EcdsaSecp256r1Sha256, client.Transcript.Bytes, bad));
            Assert.False(certificate.TryVerify(SignatureScheme.EcdsaSecp256r1Sha256, client.Transcript.Bytes, good.AsSpan(0, i)));
        }

        client.CertificateVerify([]);
        client.Finished();
        AssertNeverConnects(pair, "the client's CertificateVerify is not from the key of its certificate");
    }

    [Fact]
    public void Refuses_a_Finished_that_does_not_fit()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(Mine);
        client.KeyExchange();
        client.CertificateVerify(Mine);
        client.Finished(damage: 1);

        AssertNeverConnects(pair, "the client's Finished does not match");
    }

    [Fact]
    public void A_forged_flight_is_taken_back_and_the_honest_one_that_follows_connects()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.SayAside(HandshakeType.Certificate, [0, 0, 0]);
        Assert.Equal("the peer shows no certificate", pair.Server.FailureReason);
        client.SayAside(HandshakeType.ServerKeyExchange, [1, 2, 3]); // unheard: a refusal is followed by 10 ms of silence
        pair.Advance(10 * MonotonicTime.Millisecond);
        client.SayAside(HandshakeType.ServerKeyExchange, [1, 2, 3]);
        Assert.Equal("the client sends ServerKeyExchange instead of Certificate", pair.Server.FailureReason);
        pair.Advance(10 * MonotonicTime.Millisecond);

        client.Certificate(Mine);
        client.KeyExchange();
        client.CertificateVerify(Mine);
        client.Finished();

        Assert.Equal(DtlsState.Connected, pair.Server.State);
        Assert.Equal("", pair.Server.FailureReason);
    }

    [Fact]
    public void A_replayed_flight_of_another_handshake_proves_nothing()
    {
        using var recorded = new DtlsPair();
        Assert.True(recorded.Connect());
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        foreach (var transit in recorded.Sent.Where(t => t.ToServer))
            pair.Inject(toServer: true, transit.Bytes);

        AssertNeverConnects(pair, "the client's CertificateVerify is not from the key of its certificate");
    }

    private static void AssertNeverConnects(DtlsPair pair, string reason)
    {
        Assert.Equal(DtlsState.Handshaking, pair.Server.State);
        Assert.Equal(reason, pair.Server.FailureReason);
        Assert.Throws<InvalidOperationException>(() => pair.Server.ExportKeyingMaterial("EXTRACTOR-dtls_srtp"u8, new byte[60]));

        Assert.False(pair.RunUntil(() => pair.Server.State is DtlsState.Connected, 60 * MonotonicTime.Second));
        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Contains(reason, pair.Server.FailureReason, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pair.Server.ExportSrtpKeys(new byte[16], new byte[16], new byte[12], new byte[12]));
    }
}
