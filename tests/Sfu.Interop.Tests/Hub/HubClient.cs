using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sfu.Interop.Tests.Hub;

/// <summary>
/// The hub as a stranger would write against it: SignalR's JSON protocol in a hundred lines, from its specification and
/// docs/protocol.md, sharing no type with the server. Owned by one test; events are kept in order of arrival.
/// </summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const char RecordSeparator = '\x1e'; // ends every message (SignalR hub protocol, "JSON encoding")

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> _calls = [];
    private readonly ConcurrentQueue<(string Target, JsonNode Argument)> _events = [];
    private readonly SemaphoreSlim _sending = new(1);
    private Task _receiving = Task.CompletedTask;
    private int _lastCall;

    private HubClient()
    {
    }

    public IReadOnlyList<(string Target, JsonNode Argument)> Events => [.. _events];

    /// <summary>Connects through a socket in the file system, which reaches a server in another network namespace.</summary>
    public static async Task<HubClient> ConnectAsync(string unixSocket)
    {
        var client = new HubClient();
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(unixSocket), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler, disposeHandler: false);
        using var limit = new CancellationTokenSource(CallLimit);
        await AcceptConsentAsync(handler, limit.Token);
        await client._socket.ConnectAsync(new Uri("ws://localhost/hub"), invoker, limit.Token);
        await client.SendAsync(new JsonObject { ["protocol"] = "json", ["version"] = 1 });
        client._receiving = client.ReceiveAsync();
        return client;
    }

    /// <summary>What a visitor does by a click; the handler keeps the cookie and shows it to the hub.</summary>
    private static async Task AcceptConsentAsync(SocketsHttpHandler handler, CancellationToken cancellation)
    {
        using var http = new HttpClient(handler, disposeHandler: false);
        var state = await http.GetFromJsonAsync<JsonObject>("http://localhost/consent", cancellation);
        var accepted = new JsonObject { ["version"] = (string)state!["version"]! }.ToJsonString();
        using var content = new StringContent(accepted, Encoding.UTF8, "application/json"); // with its length, which the server asks for
        using var answer = await http.PostAsync(new Uri("http://localhost/consent"), content, cancellation);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Calls a method with one argument and returns the reply's value; a problem is an exception.</summary>
    public async Task<JsonNode> CallAsync(string method, JsonNode argument)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        await SendAsync(new JsonObject { ["type"] = 1, ["invocationId"] = id, ["target"] = method, ["arguments"] = new JsonArray(argument) });
        var reply = await answer.Task.WaitAsync(CallLimit);
        return reply["value"] ?? throw new InvalidOperationException($"{method} was refused: {reply.ToJsonString()}");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(JsonObject message)
    {
        var bytes = Encoding.UTF8.GetBytes(message.ToJsonString() + RecordSeparator);
        await _sending.WaitAsync();
        try { await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None); }
        finally { _sending.Release(); }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } part)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
                if (!part.EndOfMessage) { continue; }
                foreach (var message in text.ToString().Split(RecordSeparator, StringSplitOptions.RemoveEmptyEntries)) { Dispatch(JsonNode.Parse(message)!); }
                text.Clear();
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The connection ended, by us or by the server; calls still open say so.
        }

        foreach (var call in _calls.Values) { call.TrySetException(new InvalidOperationException("The hub's connection ended.")); }
    }

    private void Dispatch(JsonNode message)
    {
        switch ((int?)message["type"])
        {
            case 1: // invocation: an event of ours
                _events.Enqueue(((string)message["target"]!, message["arguments"]![0]!));
                break;
            case 3: // completion
                if (_calls.TryRemove((string)message["invocationId"]!, out var call))
                {
                    if (message["error"] is { } error) { call.SetException(new InvalidOperationException((string)error!)); }
                    else { call.SetResult(message["result"]!); }
                }

                break;
            case 6: // ping; the server's own keeps the connection alive
                break;
            default: // the handshake's answer has no type
                break;
        }
    }
}
