using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Sfu.Server.Tests.Support;

/// <summary>
/// The hub's JSON protocol by hand, so that tests can say what no well-behaved client would. Calls resolve to the completion message
/// as it came; events queue up in order.
/// </summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1E;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket _socket;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly Channel<(string Target, JsonElement Argument)> _events = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly Channel<(string Target, JsonElement Argument)> _updates = Channel.CreateUnbounded<(string, JsonElement)>();
    private readonly TaskCompletionSource _handshake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _sending = new(1, 1);
    private int _lastCall;

    private HubSocket(ClientWebSocket socket) => _socket = socket;

    /// <summary>The seat token got last: from a join, a <c>seat</c> event or, before the door, a <c>lobby</c> event.</summary>
    public string? LastSeat { get; private set; }

    /// <summary>Completes when the server has ended the connection.</summary>
    public Task Closed => _closed.Task.WaitAsync(Patience);

    /// <summary>Everything the server has said on this connection, as it came.</summary>
    public ConcurrentQueue<string> Heard { get; } = new();

    public static Task<HubSocket> ConnectAsync(RunningServer server, string? origin = null, string protocol = "json", bool reads = true, string? cookie = null, string query = "") =>
        ConnectAsync(server.Address, origin, protocol, reads, cookie, query);

    public static async Task<HubSocket> ConnectAsync(Uri server, string? origin = null, string protocol = "json", bool reads = true, string? cookie = null, string query = "", string? from = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        if (cookie is not null)
        {
            socket.Options.SetRequestHeader("Cookie", cookie);
        }

        using var patience = new CancellationTokenSource(Patience);
        using var visitor = from is null ? null : Visitors.From(from, server);
        await socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hub", Query = query }.Uri, visitor, patience.Token);
        var hub = new HubSocket(socket);
        await hub.SendAsync($$"""{"protocol":"{{protocol}}","version":1}""");
        if (reads)
        {
            _ = hub.ReadAsync();
            await hub._handshake.Task.WaitAsync(Patience);
        }

        return hub;
    }

    public async Task SendAsync(string message)
    {
        await _sending.WaitAsync();
        try
        {
            byte[] bytes = [.. Encoding.UTF8.GetBytes(message), RecordSeparator];
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Calls with the argument as JSON text; gives the whole completion message.</summary>
    public async Task<JsonElement> CallRawAsync(string method, string argument)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = _calls.GetOrAdd(id, _ => new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously));
        await SendAsync($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{argument}}]}""");
        return await answer.Task.WaitAsync(Patience);
    }

    /// <summary>Calls and expects a value.</summary>
    public async Task<JsonElement> CallAsync(string method, object argument)
    {
        var completion = await CallRawAsync(method, JsonSerializer.Serialize(argument, JsonSerializerOptions.Web));
        Assert.True(completion.TryGetProperty("result", out var reply), completion.GetRawText());
        Assert.False(reply.TryGetProperty("problem", out _), completion.GetRawText());
        var value = reply.GetProperty("value");
        LastSeat = value.TryGetProperty("seat", out var seat) ? seat.GetString() : LastSeat;
        return value;
    }

    /// <summary>Calls and expects a problem; gives its code.</summary>
    public async Task<string> RefusedAsync(string method, string argument)
    {
        var completion = await CallRawAsync(method, argument);
        Assert.True(completion.TryGetProperty("result", out var reply), completion.GetRawText());
        Assert.False(reply.TryGetProperty("value", out _), completion.GetRawText());
        var problem = reply.GetProperty("problem");
        Assert.NotEqual("", problem.GetProperty("detail").GetString());
        return problem.GetProperty("code").GetString()!;
    }

    /// <summary>Joins and lets events begin.</summary>
    public async Task<JsonElement> JoinAsync(string room, string name = "Somebody", int videoSlots = 4)
    {
        var joined = await CallAsync("Join", new { room, name, videoSlots });
        await CallAsync("SetView", new { items = Array.Empty<object>() });
        return joined;
    }

    public async Task<JsonElement> NextEventAsync(string target)
    {
        var heard = await NextEventAsync();
        Assert.Equal(target, heard.Target);
        return heard.Argument;
    }

    /// <summary>The next event that fits; those before it are passed over.</summary>
    public async Task<(string Target, JsonElement Argument)> NextEventAsync(Func<(string Target, JsonElement Argument), bool> fits)
    {
        while (true)
        {
            if (await NextEventAsync() is var heard && fits(heard))
            {
                return heard;
            }
        }
    }

    public async Task<(string Target, JsonElement Argument)> NextEventAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _events.Reader.ReadAsync(patience.Token);
    }

    /// <summary>What is said about the room as a log, apart from the other events: the next one that fits.</summary>
    public async Task<JsonElement> NextUpdateAsync(string target, Func<JsonElement, bool>? fits = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var heard = await _updates.Reader.ReadAsync(patience.Token);
            if (heard.Target == target && (fits is null || fits(heard.Argument)))
            {
                return heard.Argument;
            }
        }
    }

    public bool HasUpdate => _updates.Reader.TryPeek(out _);

    public bool HasEvent => _events.Reader.TryPeek(out _);

    /// <summary>Cuts the connection without a word.</summary>
    public void Abort() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        _sending.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        using var text = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                text.Write(buffer, 0, received.Count);
                if (received.EndOfMessage)
                {
                    HandleAll(text.ToArray());
                    text.SetLength(0);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException)
        {
            // The server, or the test, has ended it.
        }

        _handshake.TrySetResult();
        _closed.TrySetResult();
    }

    private void HandleAll(byte[] bytes)
    {
        var rest = bytes.AsSpan();
        while (rest.IndexOf(RecordSeparator) is var end and >= 0)
        {
            Heard.Enqueue(Encoding.UTF8.GetString(rest[..end]));
            using var document = JsonDocument.Parse(rest[..end].ToArray());
            Handle(document.RootElement.Clone());
            rest = rest[(end + 1)..];
        }
    }

    private void Handle(JsonElement message)
    {
        if (!message.TryGetProperty("type", out var type))
        {
            _handshake.TrySetResult();
        }
        else if (type.GetInt32() == 1)
        {
            var target = message.GetProperty("target").GetString()!;
            var argument = Assert.Single(message.GetProperty("arguments").EnumerateArray());
            LastSeat = target is "seat" or "lobby" ? argument.GetProperty("seat").GetString() : LastSeat;
            var queue = target is "room" or "snapshot" or "seat" or "lobby" ? _updates : _events;
            queue.Writer.TryWrite((target, argument));
        }
        else if (type.GetInt32() == 3 && _calls.TryRemove(message.GetProperty("invocationId").GetString()!, out var call))
        {
            call.SetResult(message);
        }
    }
}
