using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-01: with a certificate the server speaks TLS 1.2 and newer on that port and nothing else.</summary>
[Trait("PRV", "01")]
public sealed class Prv01TransportTests : IDisposable
{
    // RFC 5246 §6.2.1 and §7.2
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;
    private const byte FatalAlert = 2;

    private readonly TemporaryFolder _folder = new();
    private string _certificate = "";

    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task Current_tls_reaches_the_pages_which_tell_browsers_to_stay_there(SslProtocols version)
    {
        await using var server = await StartAsync();
        using var handler = new SocketsHttpHandler { SslOptions = { EnabledSslProtocols = version, RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == _certificate } };
        using var visitor = new HttpClient(handler) { BaseAddress = server.Address };
        using var answer = await visitor.GetAsync("/healthz");
        Assert.Equal("ok", await answer.Content.ReadAsStringAsync());
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    /// <summary>The same words with another version each: so it is the version that decides.</summary>
    [Theory]
    [InlineData(1, AlertRecord)] // TLS 1.0
    [InlineData(2, AlertRecord)] // TLS 1.1
    [InlineData(3, HandshakeRecord)] // TLS 1.2
    public async Task Older_tls_is_refused(byte minor, byte expected)
    {
        await using var server = await StartAsync();
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(ClientHello(3, minor));
        var answer = new byte[6];
        await stream.ReadExactlyAsync(answer);
        Assert.Equal((expected, true), (answer[0], answer[0] != AlertRecord || answer[5] == FatalAlert));
    }

    [Fact]
    public async Task Plain_http_and_a_plain_websocket_get_nothing_on_that_port()
    {
        await using var server = await StartAsync();
        using var plain = new HttpClient { BaseAddress = new UriBuilder(server.Address) { Scheme = "http" }.Uri };
        await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync("/healthz"));
        using var socket = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = "/hub" }.Uri, CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    private Task<RunningServer> StartAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        _certificate = certificate.GetCertHashString();
        var path = Path.Combine(_folder.Path, "server.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pkcs12));
        return RunningServer.StartAsync("--urls", "https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path=" + path, $"--Sfu:DataDirectory={_folder.Path}/data");
    }

    /// <summary>The least a client says (RFC 5246 §7.4.1.2, RFC 8422 §5.1): suites of old and of new, a curve, signatures.</summary>
    private static byte[] ClientHello(byte major, byte minor)
    {
        byte[] suites = [0xC0, 0x09, 0xC0, 0x2B]; // ECDHE-ECDSA with AES-128 in CBC mode and SHA-1, and with AES-128-GCM
        byte[] extensions = [0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3]; // secp256r1; uncompressed; ECDSA with SHA-256
        byte[] body = [major, minor, .. new byte[32], 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions];
        byte[] message = [1, 0, 0, (byte)body.Length, .. body];
        return [HandshakeRecord, 3, 1, 0, (byte)message.Length, .. message];
    }
}
