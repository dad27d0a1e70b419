using System.Net.WebSockets;
using System.Text;
using Sfu.Client.Hub;

namespace Sfu.Server.Tests.BadInput;

/// <summary>
/// A hub connection that sends whatever bytes it is given and only looks for the answer of one call at a time. Used by
/// one test at a time.
/// </summary>
internal sealed class RawHub : IAsyncDisposable
{
    private const char RecordSeparator = '\x1e'; // ends every message (SignalR hub protocol, "JSON encoding")
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly StringBuilder _received = new();

    private RawHub()
    {
    }

    public static async Task<RawHub> ConnectAsync(Uri server)
    {
        var hub = new RawHub();
        using var patience = new CancellationTokenSource(Patience);
        hub._socket.Options.SetRequestHeader("Cookie", await ConsentClick.AcceptAsync(server, patience.Token));
        await hub._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hub" }.Uri, patience.Token);
        await hub.SendAsync(Encoding.UTF8.GetBytes("""{"protocol":"json","version":1}"""));
        return await hub.NextAsync("{}") is null ? throw new InvalidOperationException("The hub refused the handshake.") : hub;
    }

    /// <summary>Sends one message; false: the server has ended the connection.</summary>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> message)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: false, patience.Token);
            await _socket.SendAsync(new[] { (byte)RecordSeparator }, WebSocketMessageType.Text, endOfMessage: true, patience.Token);
            return true;
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>The next message that contains <paramref name="part"/>; null: the server has ended the connection. Throws when it does neither.</summary>
    public async Task<string?> NextAsync(string part)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            while (TakeMessage() is { } message)
            {
                if (message.Contains(part, StringComparison.Ordinal))
                    return message;
            }

            if (!await ReceiveAsync(patience.Token))
                return null;
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private string? TakeMessage()
    {
        var text = _received.ToString();
        var end = text.IndexOf(RecordSeparator, StringComparison.Ordinal);
        if (end < 0)
            return null;
        _received.Remove(0, end + 1);
        return text[..end];
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellation)
    {
        try
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), cancellation);
            if (part.MessageType == WebSocketMessageType.Close)
                return false;
            // Server messages are ASCII up to names, of which these tests look at none.
            _received.Append(Encoding.UTF8.GetString(_buffer, 0, part.Count));
            return true;
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
