using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sfu.Server.Tests.BadInput;

/// <summary>
/// Sends datagrams to the media port as fast as the server takes them: it looks at the kernel's queue of that port and
/// waits while it is half full, so that none is lost unseen and the test proves what it says.
/// </summary>
internal sealed class DatagramFlood : IDisposable
{
    /// <summary>Datagrams between two looks at the queue, and the queue that is still short: together far below the kernel's default of 208 KiB.</summary>
    private const int Batch = 32;
    private const long ShortQueueBytes = 32 * 1024;

    private const int IpHeaderLength = 20;
    private const int UdpHeaderLength = 8;

    private readonly int _port;
    private readonly Socket _socket;
    private readonly int _spoofedPort;
    private readonly byte[] _packet = new byte[IpHeaderLength + UdpHeaderLength + 1500];
    private int _sinceLook;

    /// <param name="port">The server's media port on 127.0.0.1.</param>
    /// <param name="spoofedPort">0: an honest socket of a stranger. Otherwise a raw socket (root only) that claims to be this port of 127.0.0.1.</param>
    public DatagramFlood(int port, int spoofedPort = 0)
    {
        _port = port;
        _spoofedPort = spoofedPort;
        _socket = spoofedPort == 0
            ? new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
            : new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Udp);
        if (spoofedPort != 0)
            _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.HeaderIncluded, true);
        _socket.SendBufferSize = 1 << 20;
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));
    }

    public long Sent { get; private set; }

    /// <summary>Answers to the stranger; none is expected.</summary>
    public int AnswerBytes => _spoofedPort == 0 ? _socket.Available : 0;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> datagram)
    {
        if (++_sinceLook == Batch)
        {
            _sinceLook = 0;
            await WaitForShortQueueAsync();
        }

        if (_spoofedPort == 0)
            _socket.Send(datagram.Span);
        else
            SendSpoofed(datagram.Span);
        Sent++;
    }

    /// <summary>Waits until the server has read everything.</summary>
    public Task DrainAsync() => WaitAsync(0);

    /// <summary>Datagrams the kernel threw away since the port was opened.</summary>
    public long Drops() => Look().Drops;

    public void Dispose() => _socket.Dispose();

    private Task WaitForShortQueueAsync() => Look().QueueBytes <= ShortQueueBytes ? Task.CompletedTask : WaitAsync(ShortQueueBytes);

    private async Task WaitAsync(long queueBytes)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (Look().QueueBytes > queueBytes)
            await look.WaitForNextTickAsync(patience.Token);
    }

    /// <summary>The port's line in the kernel's table: "sl local remote st tx:rx ... drops" (proc(5)).</summary>
    private (long QueueBytes, long Drops) Look()
    {
        var suffix = string.Create(CultureInfo.InvariantCulture, $":{_port:X4}");
        foreach (var table in new[] { "/proc/net/udp", "/proc/net/udp6" })
        {
            foreach (var line in File.ReadLines(table))
            {
                var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (!fields[1].EndsWith(suffix, StringComparison.Ordinal))
                    continue;
                var queue = fields[4].Split(':')[1];
                return (long.Parse(queue, NumberStyles.HexNumber, CultureInfo.InvariantCulture), long.Parse(fields[^1], CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException("The media port is closed.");
    }

    private void SendSpoofed(ReadOnlySpan<byte> datagram)
    {
        const byte Version4AndFiveWords = 0x45;
        const byte ProtocolUdp = 17;
        var length = IpHeaderLength + UdpHeaderLength + datagram.Length;
        var packet = _packet.AsSpan(0, length);
        packet[..(IpHeaderLength + UdpHeaderLength)].Clear();
        packet[0] = Version4AndFiveWords;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)length);
        packet[8] = 64; // TTL
        packet[9] = ProtocolUdp;
        IPAddress.Loopback.TryWriteBytes(packet[12..], out _);
        IPAddress.Loopback.TryWriteBytes(packet[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(packet[IpHeaderLength..], (ushort)_spoofedPort);
        BinaryPrimitives.WriteUInt16BigEndian(packet[(IpHeaderLength + 2)..], (ushort)_port);
        BinaryPrimitives.WriteUInt16BigEndian(packet[(IpHeaderLength + 4)..], (ushort)(UdpHeaderLength + datagram.Length));
        datagram.CopyTo(packet[(IpHeaderLength + UdpHeaderLength)..]); // checksum 0: none (RFC 768)
        _socket.Send(packet);
    }
}
