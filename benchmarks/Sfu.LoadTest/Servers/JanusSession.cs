using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sfu.LoadTest.Servers;

/// <summary>
/// Janus' own API over one WebSocket: requests matched to their answers by transaction. Calls may come from any thread.
/// Lives until disposed.
/// </summary>
internal sealed class JanusSession : IAsyncDisposable
{
    private const string Plugin = "janus.plugin.videoroom";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, Call> _calls = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource> _up = new();
    private Task _reading = Task.CompletedTask;
    private long _session;
    private long _lastTransaction;

    /// <summary>What Janus says about itself.</summary>
    public JsonElement Info { get; private set; }

    public static async Task<JanusSession> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var session = new JanusSession();
        session._socket.Options.AddSubProtocol("janus-protocol");
        await session._socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), cancellationToken).ConfigureAwait(false);
        session._reading = session.ReadAsync();
        session.Info = await session.RequestAsync(new JsonObject { ["janus"] = "info" }, waitsForEvent: false).ConfigureAwait(false);
        var created = await session.RequestAsync(new JsonObject { ["janus"] = "create" }, waitsForEvent: false).ConfigureAwait(false);
        session._session = created.GetProperty("data").GetProperty("id").GetInt64();
        return session;
    }

    /// <summary>A new handle of the videoroom plugin.</summary>
    public async Task<long> AttachAsync()
    {
        var attached = await RequestAsync(new JsonObject { ["janus"] = "attach", ["plugin"] = Plugin }, waitsForEvent: false).ConfigureAwait(false);
        return attached.GetProperty("data").GetProperty("id").GetInt64();
    }

    /// <summary>Waits until Janus, too, has finished the handle's handshake: only then may others subscribe to what it sends.</summary>
    public Task WaitUntilUpAsync(long handle) => Up(handle).Task.WaitAsync(AnswerLimit);

    /// <summary>Sends a plugin message; the answer's data and description, if it has one.</summary>
    /// <param name="waitsForEvent">The plugin acknowledges first and answers later.</param>
    public async Task<(JsonElement Data, string? Sdp)> MessageAsync(
        long handle, JsonObject body, bool waitsForEvent = true, string? descriptionType = null, string? sdp = null)
    {
        var request = new JsonObject { ["janus"] = "message", ["handle_id"] = handle, ["body"] = body };
        if (descriptionType is not null)
            request["jsep"] = new JsonObject { ["type"] = descriptionType, ["sdp"] = sdp };
        var answer = await RequestAsync(request, waitsForEvent).ConfigureAwait(false);
        var data = answer.GetProperty("plugindata").GetProperty("data");
        if (data.TryGetProperty("error", out var error))
            throw new InvalidOperationException($"Janus refused {body.ToJsonString()}: {error}");
        return (data, answer.TryGetProperty("jsep", out var description) ? description.GetProperty("sdp").GetString() : null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        _socket.Dispose();
        _sending.Dispose();
        _stopping.Dispose();
    }

    private async Task<JsonElement> RequestAsync(JsonObject request, bool waitsForEvent)
    {
        var transaction = Interlocked.Increment(ref _lastTransaction).ToString(CultureInfo.InvariantCulture);
        request["transaction"] = transaction;
        if (_session != 0)
            request["session_id"] = _session;
        var call = new Call(waitsForEvent);
        _calls[transaction] = call;
        var bytes = Encoding.UTF8.GetBytes(request.ToJsonString());
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, _stopping.Token).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }

        var answer = await call.Answer.Task.WaitAsync(AnswerLimit).ConfigureAwait(false);
        _calls.TryRemove(transaction, out _);
        return answer.TryGetProperty("error", out var error) ? throw new InvalidOperationException($"Janus answered: {error}") : answer;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), _stopping.Token).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                message.Write(buffer, 0, received.Count);
                if (!received.EndOfMessage)
                    continue;
                Dispatch(message.ToArray());
                message.SetLength(0);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            foreach (var call in _calls.Values)
                call.Answer.TrySetException(exception);
        }
    }

    private void Dispatch(byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.GetProperty("janus").GetString() == "webrtcup")
            Up(root.GetProperty("sender").GetInt64()).TrySetResult();
        if (!root.TryGetProperty("transaction", out var transaction) || !_calls.TryGetValue(transaction.GetString()!, out var call))
            return; // notices: media, others publishing
        if (root.GetProperty("janus").GetString() == "ack" && call.WaitsForEvent)
            return;
        call.Answer.TrySetResult(root.Clone());
    }

    private TaskCompletionSource Up(long handle) =>
        _up.GetOrAdd(handle, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed record Call(bool WaitsForEvent)
    {
        public TaskCompletionSource<JsonElement> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
