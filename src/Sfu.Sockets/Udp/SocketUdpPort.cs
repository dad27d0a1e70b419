using System.Net;
using System.Net.Sockets;
using Sfu.WebRtc;
using Sfu.Wire;

namespace Sfu.Sockets.Udp;

/// <summary>The portable port: .NET sockets over spans, one system call per datagram.</summary>
internal sealed class SocketUdpPort : UdpPort
{
    private readonly Socket _waker;
    private readonly SocketAddress _receivedFrom;
    private readonly SocketAddress _sendTo;
    private readonly SocketAddress _self;

    public SocketUdpPort(IPAddress bindAddress, int port, int bufferBytes)
        : base(bindAddress, port, bufferBytes)
    {
        IgnorePortUnreachable();
        _receivedFrom = new SocketAddress(Family);
        _sendTo = new SocketAddress(Family);
        _self = OwnAddress(LocalEndPoint).Serialize();
        _waker = new Socket(Family, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
    }

    public override bool Wait(int timeoutUs) => Socket.Poll(timeoutUs, SelectMode.SelectRead);

    public override void Receive(ReceiveSlab slab)
    {
        slab.Count = 0;
        if (!Socket.Poll(0, SelectMode.SelectRead))
            return;
        do
        {
            if (TryReceive(slab, slab.Count))
                slab.Count++;
        }
        while (slab.Count < ReceiveSlab.Capacity && Socket.Available > 0);
    }

    public override void Send(DatagramBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
            Send(batch[i], batch.Destination(i));
        batch.Clear();
    }

    /// <summary>Ends the wait by sending ourselves an empty datagram: from a stranger it is just as harmless.</summary>
    public override void Wake()
    {
        try
        {
            _waker.SendTo([], SocketFlags.None, _self);
        }
        catch (SocketException)
        {
            // The port's queue is full, so the loop is awake anyway.
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _waker.Dispose();
        base.Dispose(disposing);
    }

    private unsafe bool TryReceive(ReceiveSlab slab, int index)
    {
        try
        {
            var buffer = new Span<byte>(slab.Slot(index), ReceiveSlab.SlotLength);
            var length = Socket.ReceiveFrom(buffer, SocketFlags.None, _receivedFrom);
            slab.Set(index, length, SocketAddressFormat.Read(_receivedFrom.Buffer.Span, Family));
            return length > 0; // otherwise a wake-up: nobody is to handle or to count it
        }
        catch (SocketException)
        {
            // Readable, yet nothing to read: a checksum error, or an ICMP error that belongs to one peer only.
            return false;
        }
    }

    private void Send(ReadOnlySpan<byte> datagram, in TransportAddress to)
    {
        if (!SocketAddressFormat.TryWrite(to, Family, _sendTo.Buffer.Span))
        {
            SendFailures++;
            return;
        }

        Counters.SendCalls++;
        try
        {
            Socket.SendTo(datagram, SocketFlags.None, _sendTo);
        }
        catch (SocketException)
        {
            SendFailures++;
        }
    }

    private static IPEndPoint OwnAddress(IPEndPoint bound)
    {
        if (bound.Address.Equals(IPAddress.Any))
            return new IPEndPoint(IPAddress.Loopback, bound.Port);
        return bound.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, bound.Port) : bound;
    }

    // Windows reports an ICMP "port unreachable" of one peer as an error of the whole socket unless told not to.
    private void IgnorePortUnreachable()
    {
        const int SioUdpConnReset = -1744830452; // 0x9800000C, mswsock.h
        if (OperatingSystem.IsWindows())
            Socket.IOControl(SioUdpConnReset, [0, 0, 0, 0], null);
    }
}
