using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>Sites of clubs under HTTPS, whatever their names: each shows one frame. Owned by one test.</summary>
internal sealed class SecureClubPage : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly X509Certificate2 _certificate;
    private readonly byte[] _page;
    private readonly Task _serving;

    public SecureClubPage(X509Certificate2 certificate, string framed)
    {
        _certificate = certificate;
        _page = Encoding.UTF8.GetBytes($"<!doctype html><title>Club</title><iframe width=1200 height=700 allow='camera; microphone' src='{framed}'></iframe>");
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>For tests alone: made now, and browsers are told not to ask who vouches for it.</summary>
    public static X509Certificate2 MakeCertificate(params string[] names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + names[0], key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            alternatives.AddDnsName(name);
        }

        request.CertificateExtensions.Add(alternatives.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
            }
            catch (OperationCanceledException)
            {
                // The test is over.
            }
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await using var stream = new SslStream(client.GetStream());
                await stream.AuthenticateAsServerAsync(_certificate);
                _ = await stream.ReadAsync(new byte[16 * 1024], _stopping.Token);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {_page.Length}\r\nConnection: close\r\n\r\n"), _stopping.Token);
                await stream.WriteAsync(_page, _stopping.Token);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException)
        {
            // The browser opened a connection ahead of need and dropped it.
        }
    }
}
