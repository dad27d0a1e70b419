using System.Net;
using Sfu.WebRtc;
using Sfu.WebRtc.Ice;

namespace Sfu.Sockets.Udp;

/// <summary>
/// The integrated STUN server on its well-known port (RFC 8489 §18.6: 3478): answers plain Binding requests, rate-limited, and
/// nothing else. It has a thread of its own, so that a flood here does not touch media.
/// </summary>
public sealed class StunServer : IDisposable
{
    private const int SocketBufferBytes = 256 * 1024;
    private const int LongestWaitUs = 1_000_000;

    private readonly UdpPort _port;
    private readonly StunResponder _responder = new();
    private readonly DatagramBatch _output = new(capacity: ReceiveSlab.Capacity);
    private readonly ReceiveSlab _slab = new();
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <exception cref="System.Net.Sockets.SocketException">The port is taken or the address is not ours.</exception>
    public StunServer(IPAddress bindAddress, int port, UdpBackend backend)
    {
        _port = UdpPort.Open(bindAddress, port, SocketBufferBytes, backend);
        _thread = new Thread(Run) { Name = "stun", IsBackground = true };
    }

    public IPEndPoint LocalEndPoint => _port.LocalEndPoint;

    public void Start() => _thread.Start();

    public void Dispose()
    {
        _stopping = true;
        _port.Wake();
        if (_thread.IsAlive)
            _thread.Join();
        _port.Dispose();
        _slab.Dispose();
        _output.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            _port.Wait(LongestWaitUs);
            _port.Receive(_slab);
            var nowUs = MonotonicClock.NowUs;
            for (var i = 0; i < _slab.Count; i++)
                _responder.TryRespond(_slab[i], _slab.Source(i), nowUs, _output);
            _port.Send(_output);
        }
    }
}
