using System.Buffers.Binary;
using System.ComponentModel;
using System.Net;
using System.Runtime.InteropServices;
using Sfu.WebRtc;
using Sfu.Wire;
using static Sfu.LoadTest.Generator.LinuxNative;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// One participant's UDP socket, connected to the one address of the server, so that each datagram costs a plain <c>send</c>
/// and a share of a <c>recvmmsg</c>. Made by whoever joins the participant, then owned by the generator's loop.
/// </summary>
internal sealed unsafe class MediaSocket : IDisposable
{
    /// <summary>About a second of everything one participant gets in the largest scenario.</summary>
    private const int BufferBytes = 2 * 1024 * 1024;

    public MediaSocket(IPAddress local)
    {
        Descriptor = Socket(AddressFamilyInet, SocketDatagram | CloseOnExec | NonBlocking, 0);
        if (Descriptor < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        var address = ToNative(TransportAddress.From(local, 0));
        var length = (uint)sizeof(SocketName);
        if (LinuxNative.Bind(Descriptor, &address, length) != 0 || GetSocketName(Descriptor, &address, &length) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        LocalPort = BinaryPrimitives.ReverseEndianness(address.Port);

        // More than rmem_max is granted to root only; what is granted is enough, and drops are counted.
        if (!TrySet(SoReceiveBufferForce, BufferBytes))
            TrySet(SoReceiveBuffer, BufferBytes);
        TrySet(SoSendBuffer, BufferBytes);
        if (!TrySet(SoTimestampNs, 1) || !TrySet(SoRxqOvfl, 1))
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    public int Descriptor { get; }

    public int LocalPort { get; }

    /// <summary>Where the server is; the only source of what arrives here.</summary>
    public TransportAddress Remote { get; private set; }

    public long SendFailures { get; private set; }

    public void Connect(in TransportAddress remote)
    {
        Remote = remote;
        var address = ToNative(remote);
        if (LinuxNative.Connect(Descriptor, &address, (uint)sizeof(SocketName)) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
    }

    /// <summary>Sends everything in the batch and empties it.</summary>
    public void Send(DatagramBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var datagram = batch[i];
            fixed (byte* start = datagram)
            {
                if (LinuxNative.Send(Descriptor, start, (nuint)datagram.Length, MsgDontWait) < 0)
                    SendFailures++;
            }
        }

        batch.Clear();
    }

    public void Dispose() => _ = Close(Descriptor);

    private bool TrySet(int option, int value) => SetSocketOption(Descriptor, SolSocket, option, &value, sizeof(int)) == 0;

    private static SocketName ToNative(in TransportAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address.WriteAddress(bytes) != 4)
            throw new ArgumentException("The load test speaks IPv4.", nameof(address));
        return new SocketName
        {
            Family = AddressFamilyInet,
            Port = BinaryPrimitives.ReverseEndianness(address.Port),
            Address = MemoryMarshal.Read<uint>(bytes),
        };
    }
}
