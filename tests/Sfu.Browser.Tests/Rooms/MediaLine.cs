using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>The line between one browser and the server's media port, which can be cut while the hub stays whole. Owned by one test.</summary>
internal sealed class MediaLine : IAsyncDisposable
{
    private const int LargestDatagram = 2048;

    private readonly Socket _front = Bound();
    private readonly Dictionary<EndPoint, Socket> _backs = [];
    private readonly List<Task> _carrying = [];
    private readonly CancellationTokenSource _over = new();
    private readonly IPEndPoint _server;
    private volatile bool _isCut;

    public MediaLine(ServerProcess server)
    {
        _server = new IPEndPoint(IPAddress.Loopback, server.MediaPort);
        _carrying.Add(CarryUpAsync());
    }

    /// <summary>Runs in the page before its own scripts: what the server offers at its port, the browser looks for at this line's.</summary>
    public string Script => string.Create(CultureInfo.InvariantCulture, $$"""
        (() => {
          const original = RTCPeerConnection.prototype.setRemoteDescription;
          RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
            return original.call(this, { type, sdp: sdp.replaceAll(' 127.0.0.1 {{_server.Port}} ', ' 127.0.0.1 {{((IPEndPoint)_front.LocalEndPoint!).Port}} ') });
          };
        })();
        """);

    /// <summary>Datagrams from the browser so far.</summary>
    public int Carried { get; private set; }

    /// <summary>From now on nothing gets through, either way.</summary>
    public void Cut() => _isCut = true;

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        Task[] carrying;
        lock (_carrying) { carrying = [.. _carrying]; }
        await Task.WhenAll(carrying);
        _front.Dispose();
        foreach (var back in _backs.Values) { back.Dispose(); }
        _over.Dispose();
    }

    private Task CarryUpAsync() => CarryAsync(_front, async (datagram, from) =>
    {
        if (!_backs.TryGetValue(from, out var back))
        {
            back = _backs[from] = Bound();
            lock (_carrying) { _carrying.Add(CarryAsync(back, (answer, _) => _front.SendToAsync(answer, from))); }
        }

        Carried++;
        return await back.SendToAsync(datagram, _server);
    });

    private async Task CarryAsync(Socket from, Func<Memory<byte>, EndPoint, ValueTask<int>> onwards)
    {
        var buffer = new byte[LargestDatagram];
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var received = await from.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Loopback, 0), _over.Token);
                if (!_isCut) { await onwards(buffer.AsMemory(0, received.ReceivedBytes), received.RemoteEndPoint); }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException)
            {
                // The other side has closed its port.
            }
        }
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
