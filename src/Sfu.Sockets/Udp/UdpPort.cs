using System.Net;
using System.Net.Sockets;
using Sfu.WebRtc;

namespace Sfu.Sockets.Udp;

/// <summary>
/// One UDP port, used by one thread, in batches and without an allocation per datagram.
/// Only <see cref="Wake"/> may be called by any thread.
/// </summary>
internal abstract class UdpPort : IDisposable
{
    protected UdpPort(IPAddress bindAddress, int port, int bufferBytes)
    {
        if (bindAddress.Equals(IPAddress.IPv6Any) && !Socket.OSSupportsIPv6)
            bindAddress = IPAddress.Any;

        Family = bindAddress.AddressFamily;
        Socket = new Socket(Family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        if (bindAddress.Equals(IPAddress.IPv6Any))
            Socket.DualMode = true;
        Socket.ReceiveBufferSize = bufferBytes;
        Socket.SendBufferSize = bufferBytes;
        Socket.Bind(new IPEndPoint(bindAddress, port));
        LocalEndPoint = (IPEndPoint)Socket.LocalEndPoint!;
        Counters = new PortCounters
        {
            WantedBufferBytes = bufferBytes,
            ReceiveBufferBytes = Granted(Socket.ReceiveBufferSize),
            SendBufferBytes = Granted(Socket.SendBufferSize),
        };
    }

    public IPEndPoint LocalEndPoint { get; }

    public PortCounters Counters { get; }

    /// <summary>Datagrams the kernel would not take: its buffer was full or it knows no way to the address.</summary>
    public long SendFailures
    {
        get => Counters.SendFailures;
        protected set => Counters.SendFailures = value;
    }

    protected Socket Socket { get; }

    protected AddressFamily Family { get; }

    /// <summary>Opens a port: batched system calls on Linux, a plain socket elsewhere or when asked for.</summary>
    /// <param name="bindAddress"><see cref="IPAddress.IPv6Any"/> means both families where the system has IPv6.</param>
    /// <param name="port">1 to 65535, or 0 for any free port.</param>
    /// <param name="bufferBytes">Wanted size of the kernel's receive and send buffers; the kernel may grant less.</param>
    /// <param name="backend">Which system calls to use.</param>
    /// <exception cref="SocketException">The port is taken or the address is not ours.</exception>
    public static UdpPort Open(IPAddress bindAddress, int port, int bufferBytes, UdpBackend backend) =>
        backend == UdpBackend.Linux || (backend == UdpBackend.Auto && OperatingSystem.IsLinux())
            ? new LinuxUdpPort(bindAddress, port, bufferBytes) { UsesSegmentation = !SwitchedOff.Segmentation, SendsMany = !SwitchedOff.SendMultiple }
            : new SocketUdpPort(bindAddress, port, bufferBytes);

    /// <summary>Waits until a datagram or a wake-up is there, or the time is over. True: there is a datagram (or, on the portable port, a wake-up).</summary>
    /// <param name="timeoutUs">Microseconds, 0 or more.</param>
    public abstract bool Wait(int timeoutUs);

    /// <summary>Lets further datagrams come in while nobody looks; does nothing where the system has no fine-grained sleep.</summary>
    /// <param name="durationUs">Microseconds.</param>
    public virtual void Gather(int durationUs)
    {
    }

    /// <summary>Takes what is there without waiting, up to the slab's capacity.</summary>
    public abstract void Receive(ReceiveSlab slab);

    /// <summary>Sends the whole batch and clears it. What the kernel cannot take now is lost, as on any network, and counted.</summary>
    public abstract void Send(DatagramBatch batch);

    /// <summary>Ends a <see cref="Wait"/>.</summary>
    public abstract void Wake();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            Socket.Dispose();
    }

    /// <summary>Linux doubles what it grants, for its own bookkeeping, and reports the double (socket(7), SO_RCVBUF).</summary>
    private static int Granted(int reportedBytes) => OperatingSystem.IsLinux() ? reportedBytes / 2 : reportedBytes;
}

/// <summary>Which system calls move datagrams.</summary>
public enum UdpBackend : byte
{
    /// <summary>Linux calls on Linux, the plain socket elsewhere.</summary>
    Auto,

    /// <summary>recvmmsg, sendmmsg and UDP_SEGMENT; Linux only.</summary>
    Linux,

    /// <summary>.NET sockets, one call per datagram; any system.</summary>
    Socket,
}
