using Sfu.WebRtc.Dtls;
using Sfu.WebRtc.Srtp;
using Sfu.Wire.Dtls;

namespace Sfu.WebRtc.Tests.Dtls;

public class DtlsHandshakeTests
{
    [Fact]
    public void Connects_both_roles_with_the_same_keys_in_four_datagrams_and_GCM_first()
    {
        using var pair = new DtlsPair();

        Assert.True(pair.Connect());

        var (client, server) = pair.ExportKeys();
        Assert.Equal(client, server);
        Assert.StartsWith(nameof(SrtpProtectionProfile.AeadAes128Gcm), client, StringComparison.Ordinal);
        Assert.Equal(4, pair.Sent.Count);
        Assert.Equal(MonotonicTime.Never, pair.Client.NextDeadlineUs);
        Assert.Equal(MonotonicTime.Never, pair.Server.NextDeadlineUs);
    }

    [Theory]
    [InlineData(SrtpProtectionProfile.AeadAes128Gcm)]
    [InlineData(SrtpProtectionProfile.Aes128CmHmacSha1_80)]
    public void Exports_four_different_keys_and_salts_for_each_profile(SrtpProtectionProfile profile)
    {
        using var pair = new DtlsPair(client: DtlsOptions.Default with { SrtpProfiles = [profile] });
        Assert.True(pair.Connect());

        Assert.Equal(profile, pair.Server.SrtpProfile);
        var (client, server) = pair.ExportKeys();
        Assert.Equal(client, server);
        Assert.Equal(4, client.Split(' ')[1..].Distinct().Count());
        Assert.Throws<ArgumentException>(() => pair.Client.ExportSrtpKeys(new byte[16], new byte[16], new byte[10], new byte[10]));
    }

    [Fact]
    public void Exports_different_bytes_for_different_labels_and_handshakes()
    {
        var seen = new HashSet<string>();
        for (var i = 0; i < 2; i++)
        {
            using var pair = new DtlsPair();
            Assert.True(pair.Connect());
            foreach (var label in new[] { "EXTRACTOR-dtls_srtp", "EXPORTER-other" })
            {
                var (ours, theirs) = (new byte[60], new byte[60]);
                pair.Client.ExportKeyingMaterial(System.Text.Encoding.ASCII.GetBytes(label), ours);
                pair.Server.ExportKeyingMaterial(System.Text.Encoding.ASCII.GetBytes(label), theirs);
                Assert.Equal(ours, theirs);
                Assert.True(seen.Add(Convert.ToHexString(ours)));
            }
        }
    }

    [Theory]
    [InlineData(1200)]
    [InlineData(576)]
    [InlineData(256)]
    [InlineData(128)]
    [InlineData(90)]
    public void Sends_no_datagram_longer_than_allowed(int maxDatagramBytes)
    {
        var options = DtlsOptions.Default with { MaxDatagramBytes = maxDatagramBytes };
        using var pair = new DtlsPair(options, options);

        Assert.True(pair.Connect());

        Assert.All(pair.Sent, t => Assert.InRange(t.Bytes.Length, 14, maxDatagramBytes));
        Assert.Equal(maxDatagramBytes < 1000, pair.Sent.Count > 4);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_authenticated_close_notify_closes_the_other_side_as_well(bool byClient)
    {
        using var pair = new DtlsPair();
        Assert.True(pair.Connect());

        pair.Close(byClient);

        Assert.True(pair.RunUntil(() => pair is { Client.State: DtlsState.Closed, Server.State: DtlsState.Closed }, MonotonicTime.Second));
        Assert.Equal("", pair.Server.FailureReason);
        Assert.Throws<InvalidOperationException>(() => pair.Server.ExportKeyingMaterial("EXTRACTOR-dtls_srtp"u8, new byte[60]));
        var sent = pair.Sent.Count;
        pair.Inject(toServer: !byClient, pair.Sent[0].Bytes);
        Assert.Equal(sent, pair.Sent.Count); // a closed connection answers nothing
    }

    [Fact]
    public void Closing_before_the_handshake_is_done_says_nothing_and_disposing_twice_is_fine()
    {
        using var pair = new DtlsPair();
        pair.Impairment = _ => [];
        pair.Start();
        pair.Close(byClient: true);

        Assert.Equal(DtlsState.Closed, pair.Client.State);
        Assert.Single(pair.Sent);
        pair.Client.Dispose();
        pair.Client.Dispose();
    }

    [Fact]
    public void An_authenticated_fatal_alert_fails_and_a_warning_does_not()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(DtlsPair.ClientCertificate);
        client.KeyExchange();
        client.CertificateVerify(DtlsPair.ClientCertificate);
        client.Finished();
        client.SendProtected(DtlsContentType.Alert, [DtlsAlert.LevelWarning, 90]); // user_canceled
        client.SendProtected(DtlsContentType.Alert, [DtlsAlert.LevelFatal]);
        client.SendProtected(DtlsContentType.Alert, []);
        client.SendProtected(DtlsContentType.ApplicationData, [1, 2, 3]);
        Assert.Equal(DtlsState.Connected, pair.Server.State);

        client.SendProtected(DtlsContentType.Alert, [DtlsAlert.LevelFatal, 80]);

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal("the peer sent the fatal alert 80", pair.Server.FailureReason);
    }

    [Fact]
    public void A_client_that_gives_up_in_epoch_1_ends_the_handshake()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(DtlsPair.ClientCertificate);
        client.KeyExchange();
        client.CertificateVerify(DtlsPair.ClientCertificate);
        client.SendProtected(DtlsContentType.Alert, [DtlsAlert.LevelFatal, 42]);

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal("the peer ended the handshake with alert 42", pair.Server.FailureReason);
    }

    [Fact]
    public void Renegotiation_is_ignored_in_both_directions()
    {
        using var pair = new DtlsPair();
        using var client = new ScriptedClient(pair);
        client.Hello();
        client.Certificate(DtlsPair.ClientCertificate);
        client.KeyExchange();
        client.CertificateVerify(DtlsPair.ClientCertificate);
        client.Finished();
        var sent = pair.Sent.Count;

        var hello = new HelloBuilder().Build();
        client.SendProtected(DtlsContentType.Handshake, Datagrams.Fragment(HandshakeType.ClientHello, hello.Length, 5, 0, hello));
        client.SendProtected(DtlsContentType.Handshake, Datagrams.Fragment(HandshakeType.HelloRequest, 0, 5, 0, []));
        client.Hello();

        Assert.Equal(DtlsState.Connected, pair.Server.State);
        Assert.Equal(sent, pair.Sent.Count);
    }

    [Fact]
    public void Records_of_epoch_1_that_overtake_the_flight_they_belong_to_are_kept()
    {
        var options = DtlsOptions.Default with { MaxDatagramBytes = 256 };
        using var pair = new DtlsPair(options, options);
        // The client's flight arrives backwards, Finished first; the server's last flight likewise is one datagram.
        var clientFlight = 0;
        pair.Impairment = t => [DtlsPair.OneWayUs + (t.ToServer && t.Index > 0 ? 5_000 - 100 * clientFlight++ : 0)];

        Assert.True(pair.Connect(limitUs: 60 * MonotonicTime.Millisecond)); // sooner than any timeout
    }

    [Fact]
    public void Starting_twice_or_in_the_server_role_does_nothing_more()
    {
        using var pair = new DtlsPair();
        pair.Start();
        pair.Start();
        Assert.Single(pair.Sent);

        using var output = new DatagramBatch(4);
        pair.Server.Start(pair.NowUs, output, DtlsPair.ClientAddress);
        Assert.Equal(0, output.Count);
        Assert.Equal(DtlsState.New, pair.Server.State);
    }
}
