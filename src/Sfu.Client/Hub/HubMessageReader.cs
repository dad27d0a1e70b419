using System.Net.WebSockets;
using System.Text.Json;

namespace Sfu.Client.Hub;

/// <summary>Message types of the SignalR JSON protocol that this client knows.</summary>
internal enum HubMessageType
{
    Invocation = 1,
    Completion = 3,
    Ping = 6,
    Close = 7,
}

/// <summary>
/// Cuts what a WebSocket delivers into hub messages: JSON texts, each followed by a record separator, of which one
/// WebSocket message may hold several or a part. Used by one task at a time.
/// </summary>
internal sealed class HubMessageReader(WebSocket socket)
{
    /// <summary>ASCII record separator: ends every message of the JSON protocol.</summary>
    public const byte Separator = 0x1E;

    /// <summary>Larger than any message of ours: an offer with 25 slots is below 64 KiB.</summary>
    private const int MaxMessageLength = 1 << 20;

    private byte[] _buffer = new byte[1 << 14];
    private int _start;
    private int _end;

    /// <summary>The next message, or null once the server has closed.</summary>
    public async Task<JsonDocument?> ReadAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf(Separator);
            if (length >= 0)
            {
                var message = _buffer.AsMemory(_start, searched + length);
                _start += message.Length + 1;
                // The document reads from the buffer until it is disposed, which happens before the next read.
                return JsonDocument.Parse(message);
            }

            searched = _end - _start;
            MakeRoom();
            var received = await socket.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
                return null;
            _end += received.Count;
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end < _buffer.Length)
            return;
        if (_buffer.Length >= MaxMessageLength)
            throw new InvalidDataException("The server sent a message that never ends.");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}
