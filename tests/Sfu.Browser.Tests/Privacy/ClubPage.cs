using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>
/// Another site on this machine: one page at http://localhost:port, which for a browser is a different site than 127.0.0.1. Served for real,
/// because Chromium keeps pages of unknown whereabouts from framing loopback addresses. Owned by one test.
/// </summary>
internal sealed class ClubPage : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;
    private string _body = "";

    public ClubPage()
    {
        _listener.Start();
        Origin = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _serving = ServeAsync();
    }

    public string Origin { get; }

    public void Show(string body) => _body = "<!doctype html><title>Club</title>" + body;

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
                // Not one after the other: on a busy machine a browser opens a second connection, and may ask on the later one.
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
                await using var stream = client.GetStream();
                _ = await stream.ReadAsync(new byte[16 * 1024], _stopping.Token);
                var body = Encoding.UTF8.GetBytes(_body);
                var head = $"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
                await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body], _stopping.Token);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The test is over, or the browser opened a connection ahead of need and dropped it.
        }
    }
}
