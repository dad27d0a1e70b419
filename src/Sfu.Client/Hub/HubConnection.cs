using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace Sfu.Client.Hub;

/// <summary>
/// A SignalR client as small as this server needs: WebSocket without negotiation, the JSON protocol, calls with results,
/// server events, pings. Calls may come from any thread; events are delivered one after the other, in the order sent,
/// by the one task that reads. Lives until disposed or until the server goes away.
/// </summary>
public sealed class HubConnection : IAsyncDisposable
{
    /// <summary>As SignalR's own clients do, the page among them; the server gives up on one that is silent for 30 s.</summary>
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    /// <summary>A server that says nothing at all for this long is gone (SignalR's own default).</summary>
    private static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(30);

    private static readonly byte[] Handshake = [.. """{"protocol":"json","version":1}"""u8, HubMessageReader.Separator];
    private static readonly byte[] Ping = [.. """{"type":6}"""u8, HubMessageReader.Separator];

    private readonly ClientWebSocket _socket;
    private readonly HubMessageReader _reader;
    private readonly Action<string, JsonElement> _onEvent;
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private Task _pinging = Task.CompletedTask;
    private long _lastCall;

    private HubConnection(ClientWebSocket socket, Action<string, JsonElement> onEvent)
    {
        _socket = socket;
        _reader = new HubMessageReader(socket);
        _onEvent = onEvent;
    }

    /// <summary>Completes when the connection has ended, whoever ended it and why ever.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Accepts the server's text where it asks for that, connects and shakes hands.</summary>
    /// <param name="server">The server's web address, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="onEvent">Called for each server event with its name and its one argument; must not block.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <param name="from">The address of this machine to come from; null leaves it to the system.</param>
    /// <exception cref="WebSocketException">The server cannot be reached or refuses.</exception>
    /// <exception cref="HttpRequestException">The server does not take the consent.</exception>
    public static async Task<HubConnection> ConnectAsync(
        Uri server, Action<string, JsonElement> onEvent, CancellationToken cancellationToken, IPAddress? from = null)
    {
        var hub = new UriBuilder(new Uri(server, "/hub")) { Scheme = server.Scheme is "https" or "wss" ? "wss" : "ws" }.Uri;
        var consent = await ConsentClick.AcceptAsync(server, cancellationToken).ConfigureAwait(false);
        var socket = new ClientWebSocket();
        if (consent is not null)
            socket.Options.SetRequestHeader("Cookie", consent);
        // What a page of that server would send; servers that check the origin want one.
        socket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
        var connection = new HubConnection(socket, onEvent);
        try
        {
            using var route = from is null ? null : new HttpMessageInvoker(new SocketsHttpHandler { ConnectCallback = (context, cancellation) => ConnectFromAsync(from, context.DnsEndPoint, cancellation) });
            await socket.ConnectAsync(hub, route, cancellationToken).ConfigureAwait(false);
            await connection.SendAsync(Handshake, cancellationToken).ConfigureAwait(false);
            await connection.ReadHandshakeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        connection.Ended = connection.ReadUntilEndAsync();
        connection._pinging = connection.PingUntilEndAsync();
        return connection;
    }

    private static async ValueTask<Stream> ConnectFromAsync(IPAddress from, DnsEndPoint server, CancellationToken cancellationToken)
    {
        var socket = new Socket(from.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(server, cancellationToken).ConfigureAwait(false);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Calls a hub method and waits for its value.</summary>
    /// <exception cref="HubRefusedException">The server answered with a problem.</exception>
    /// <exception cref="WebSocketException">The connection is gone.</exception>
    public async Task<T> InvokeAsync<T>(string method, object argument, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(CultureInfo.InvariantCulture);
        var call = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = call;
        try
        {
            await SendAsync(WriteInvocation(id, method, argument), cancellationToken).ConfigureAwait(false);
            var result = await call.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return ReadReply<T>(method, result);
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        // Cancelling a receive aborts the socket: the server sees the connection end, as when a browser tab is closed.
        await Ended.ConfigureAwait(false);
        await _pinging.ConfigureAwait(false);
        _socket.Dispose();
        _sending.Dispose();
        _stopping.Dispose();
    }

    private static T ReadReply<T>(string method, JsonElement result)
    {
        var reply = result.Deserialize<HubReply<T>>(HubJson.Options)
            ?? throw new InvalidDataException($"{method} was answered with nothing.");
        if (reply.Problem is { } problem)
            throw new HubRefusedException(method, problem.Code, problem.Detail);
        return reply.Value ?? throw new InvalidDataException($"{method} was answered with neither value nor problem.");
    }

    private static ReadOnlyMemory<byte> WriteInvocation(string id, string method, object argument)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("type", (int)HubMessageType.Invocation);
            writer.WriteString("invocationId", id);
            writer.WriteString("target", method);
            writer.WriteStartArray("arguments");
            JsonSerializer.Serialize(writer, argument, argument.GetType(), HubJson.Options);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        buffer.Write([HubMessageReader.Separator]);
        return buffer.WrittenMemory;
    }

    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadHandshakeAsync(CancellationToken cancellationToken)
    {
        using var answer = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidDataException("The server closed the connection instead of shaking hands.");
        if (answer.RootElement.TryGetProperty("error", out var error))
            throw new InvalidDataException($"The server refused the handshake: {error}");
    }

    private async Task ReadUntilEndAsync()
    {
        var reason = "The connection was closed.";
        try
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
            while (true)
            {
                silence.CancelAfter(ServerTimeout);
                using var message = await _reader.ReadAsync(silence.Token).ConfigureAwait(false);
                if (message is null || !TryDispatch(message.RootElement, ref reason))
                    break;
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or JsonException or InvalidDataException)
        {
            reason = exception.Message;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var call in _calls.Values)
            call.TrySetException(new WebSocketException(WebSocketError.ConnectionClosedPrematurely, reason));
    }

    private bool TryDispatch(JsonElement message, ref string reason)
    {
        switch ((HubMessageType)message.GetProperty("type").GetInt32())
        {
            case HubMessageType.Invocation:
                var arguments = message.GetProperty("arguments");
                _onEvent(message.GetProperty("target").GetString()!, arguments.GetArrayLength() > 0 ? arguments[0].Clone() : default);
                return true;
            case HubMessageType.Completion:
                Complete(message);
                return true;
            case HubMessageType.Close:
                reason = message.TryGetProperty("error", out var error) ? error.ToString() : reason;
                return false;
            default:
                return true; // pings, and whatever a later server may say
        }
    }

    private void Complete(JsonElement message)
    {
        if (!_calls.TryGetValue(message.GetProperty("invocationId").GetString()!, out var call))
            return;
        if (message.TryGetProperty("error", out var error))
            call.TrySetException(new InvalidDataException($"The hub failed: {error}"));
        else
            call.TrySetResult(message.TryGetProperty("result", out var result) ? result.Clone() : default);
    }

    private async Task PingUntilEndAsync()
    {
        using var timer = new PeriodicTimer(PingInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token).ConfigureAwait(false))
                await SendAsync(Ping, _stopping.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The reader notices the same end and says why.
        }
    }
}
