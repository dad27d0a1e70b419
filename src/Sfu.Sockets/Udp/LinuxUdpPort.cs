using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sfu.WebRtc;
using Sfu.Wire;
using static Sfu.Sockets.Udp.LinuxCalls;

namespace Sfu.Sockets.Udp;

/// <summary>
/// The port on Linux: <c>recvmmsg</c> straight into the slab, <c>sendmmsg</c> of the whole batch, and one message with
/// <c>UDP_SEGMENT</c> for each run of equal-sized datagrams to one destination (they lie one behind the other in the batch, so
/// a run needs no copy). An <c>eventfd</c> ends the wait.
/// </summary>
internal sealed unsafe class LinuxUdpPort : UdpPort
{
    private const int SendMessages = 128;

    // udp_cmsg_send refuses more than 64 segments on older kernels (UDP_MAX_SEGMENTS), and no message may pass 65507 bytes.
    private const int MaxSegments = 48;
    private const int MaxMessageBytes = 65_000;

    private readonly int _descriptor;
    private readonly int _event;
    private readonly MessageVector* _receive;
    private readonly MessageVector* _send;
    private readonly IoVector* _receiveVectors;
    private readonly IoVector* _sendVectors;
    private readonly byte* _receiveNames;
    private readonly byte* _sendNames;
    private readonly ControlMessage* _receiveControls;
    private readonly ControlMessage* _sendControls;
    private readonly HashSet<TransportAddress> _withoutSegmentation = [];
    private readonly int[] _runStart = new int[SendMessages];
    private readonly int[] _runLength = new int[SendMessages];
    private readonly Lock _closing = new();
    private ReceiveSlab? _prepared;
    private bool _isClosed;

    public LinuxUdpPort(IPAddress bindAddress, int port, int bufferBytes)
        : base(bindAddress, port, bufferBytes)
    {
        _descriptor = (int)Socket.Handle;
        _event = CreateEvent(0, EventFdNonBlocking | EventFdCloseOnExec);
        if (_event < 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        CountsKernelDrops = EnableDropCounter();

        _receive = Allocate<MessageVector>(ReceiveSlab.Capacity);
        _receiveVectors = Allocate<IoVector>(ReceiveSlab.Capacity);
        _receiveNames = Allocate<byte>(ReceiveSlab.Capacity * SocketAddressFormat.IPv6Length);
        _receiveControls = Allocate<ControlMessage>(ReceiveSlab.Capacity);
        _send = Allocate<MessageVector>(SendMessages);
        _sendVectors = Allocate<IoVector>(SendMessages);
        _sendNames = Allocate<byte>(SendMessages * SocketAddressFormat.IPv6Length);
        _sendControls = Allocate<ControlMessage>(SendMessages);
        PrepareSend();
    }

    /// <summary>True when the kernel tells how many datagrams it dropped because we were too slow (SO_RXQ_OVFL).</summary>
    public bool CountsKernelDrops { get; }

    /// <summary>Datagrams dropped by the kernel before we saw them, since the port was opened.</summary>
    public long KernelDrops
    {
        get => Counters.KernelDrops;
        private set => Counters.KernelDrops = value;
    }

    /// <summary>False: equal-sized runs are sent one by one, for measuring what segmentation is worth.</summary>
    public bool UsesSegmentation { get; init; } = true;

    /// <summary>False: one message per system call, for measuring what <c>sendmmsg</c> is worth.</summary>
    public bool SendsMany { get; init; } = true;

    public override bool Wait(int timeoutUs)
    {
        var descriptors = stackalloc PollDescriptor[2];
        descriptors[0] = new PollDescriptor { Descriptor = _descriptor, Events = PollIn };
        descriptors[1] = new PollDescriptor { Descriptor = _event, Events = PollIn };
        var timeout = new TimeSpec { Seconds = timeoutUs / 1_000_000, Nanoseconds = timeoutUs % 1_000_000 * 1000L };
        if (Poll(descriptors, 2, &timeout, null) <= 0)
            return false;
        if (descriptors[1].Returned != 0)
        {
            ulong wakeUps;
            _ = Read(_event, &wakeUps, sizeof(ulong));
        }

        return descriptors[0].Returned != 0;
    }

    public override void Gather(int durationUs)
    {
        var duration = new TimeSpec { Nanoseconds = durationUs * 1000L };
        _ = Poll(null, 0, &duration, null);
    }

    public override void Receive(ReceiveSlab slab)
    {
        if (_prepared != slab)
            PrepareReceive(slab);

        var received = ReceiveMessages(_descriptor, _receive, ReceiveSlab.Capacity, MsgDontWait, null);
        slab.Count = Math.Max(received, 0);
        for (var i = 0; i < slab.Count; i++)
        {
            var name = new ReadOnlySpan<byte>(_receive[i].Header.Name, SocketAddressFormat.IPv6Length);
            slab.Set(i, (int)_receive[i].Length, SocketAddressFormat.Read(name, Family));
            var hasControl = _receive[i].Header.ControlLength >= ControlMessage.HeaderLength;
            if (hasControl && _receiveControls[i] is { Level: SolSocket, Type: SoRxqOvfl, Value: var drops })
                KernelDrops = drops;

            // The kernel wrote back what it used; the next call needs what there is.
            _receive[i].Header.NameLength = SocketAddressFormat.IPv6Length;
            _receive[i].Header.ControlLength = ControlMessage.SpaceForInteger;
        }
    }

    public override void Send(DatagramBatch batch)
    {
        for (var next = 0; next < batch.Count;)
        {
            var messages = 0;
            while (next < batch.Count && messages < (SendsMany ? SendMessages : 1))
            {
                var length = RunLength(batch, next);
                if (TryWriteMessage(batch, next, length, messages))
                    messages++;
                else
                    SendFailures += length;
                next += length;
            }

            Flush(batch, messages);
        }

        batch.Clear();
    }

    public override void Wake()
    {
        // Any thread may still call after the end; the descriptor's number may then be somebody else's.
        lock (_closing)
        {
            if (_isClosed)
                return;
            ulong one = 1;
            _ = Write(_event, &one, sizeof(ulong));
        }
    }

    protected override void Dispose(bool disposing)
    {
        lock (_closing)
        {
            if (_isClosed)
                return;
            _isClosed = true;
            _ = Close(_event);
        }

        base.Dispose(disposing);
        NativeMemory.Free(_receive);
        NativeMemory.Free(_receiveVectors);
        NativeMemory.Free(_receiveNames);
        NativeMemory.Free(_receiveControls);
        NativeMemory.Free(_send);
        NativeMemory.Free(_sendVectors);
        NativeMemory.Free(_sendNames);
        NativeMemory.Free(_sendControls);
    }

    /// <summary>How many datagrams from <paramref name="first"/> on can go out as one message: same destination, same size, the last may be shorter.</summary>
    private int RunLength(DatagramBatch batch, int first)
    {
        ref readonly var destination = ref batch.Destination(first);
        var size = batch[first].Length;
        if (!UsesSegmentation || size == 0 || (_withoutSegmentation.Count > 0 && _withoutSegmentation.Contains(destination)))
            return 1;

        var count = 1;
        var bytes = size;
        while (first + count < batch.Count && count < MaxSegments && batch.Destination(first + count) == destination)
        {
            var next = batch[first + count].Length;
            if (next > size || next == 0 || bytes + next > MaxMessageBytes)
                break;
            count++;
            bytes += next;
            if (next < size)
                break;
        }

        return count;
    }

    private bool TryWriteMessage(DatagramBatch batch, int first, int count, int index)
    {
        var name = new Span<byte>(_send[index].Header.Name, SocketAddressFormat.IPv6Length);
        if (!SocketAddressFormat.TryWrite(batch.Destination(first), Family, name))
            return false;

        var bytes = 0;
        for (var i = 0; i < count; i++)
            bytes += batch[first + i].Length;
        _sendVectors[index].Base = Unsafe.AsPointer(ref MemoryMarshal.GetReference(batch[first]));
        _sendVectors[index].Length = (nuint)bytes;
        _sendControls[index].Value = (uint)batch[first].Length;
        _send[index].Header.Control = count > 1 ? &_sendControls[index] : null;
        _send[index].Header.ControlLength = count > 1 ? (nuint)ControlMessage.SpaceForInteger : 0;
        _runStart[index] = first;
        _runLength[index] = count;
        Counters.Runs.Add(count);
        return true;
    }

    private void Flush(DatagramBatch batch, int messages)
    {
        for (var done = 0; done < messages;)
        {
            var sent = LinuxCalls.SendMessages(_descriptor, _send + done, (uint)(messages - done), MsgDontWait);
            Counters.SendCalls++;
            if (sent > 0)
            {
                done += sent;
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case ErrnoInterrupted:
                    break;
                case ErrnoAgain:
                    // The send buffer is full: media does not wait.
                    for (; done < messages; done++)
                        SendFailures += _runLength[done];
                    break;
                case ErrnoIo or ErrnoInvalid when _runLength[done] > 1:
                    SendWithoutSegmentation(batch, done++);
                    break;
                default:
                    // Unreachable or refused: one destination's trouble.
                    SendFailures += _runLength[done++];
                    break;
            }
        }
    }

    /// <summary>Some devices cannot segment: remember the destination and send the run one by one.</summary>
    private void SendWithoutSegmentation(DatagramBatch batch, int message)
    {
        _withoutSegmentation.Add(batch.Destination(_runStart[message]));
        var single = _send[message];
        single.Header.Control = null;
        single.Header.ControlLength = 0;
        IoVector vector;
        single.Header.Vectors = &vector;
        for (var i = 0; i < _runLength[message]; i++)
        {
            var datagram = batch[_runStart[message] + i];
            vector.Base = Unsafe.AsPointer(ref MemoryMarshal.GetReference(datagram));
            vector.Length = (nuint)datagram.Length;
            if (LinuxCalls.SendMessages(_descriptor, &single, 1, MsgDontWait) != 1)
                SendFailures++;
        }
    }

    private void PrepareReceive(ReceiveSlab slab)
    {
        for (var i = 0; i < ReceiveSlab.Capacity; i++)
        {
            _receiveVectors[i] = new IoVector { Base = slab.Slot(i), Length = ReceiveSlab.SlotLength };
            _receive[i].Header = new MessageHeader
            {
                Name = _receiveNames + (i * SocketAddressFormat.IPv6Length),
                NameLength = SocketAddressFormat.IPv6Length,
                Vectors = &_receiveVectors[i],
                VectorCount = 1,
                Control = &_receiveControls[i],
                ControlLength = ControlMessage.SpaceForInteger,
            };
        }

        _prepared = slab;
    }

    private void PrepareSend()
    {
        var isIPv6 = Family == AddressFamily.InterNetworkV6;
        for (var i = 0; i < SendMessages; i++)
        {
            var name = _sendNames + (i * SocketAddressFormat.IPv6Length);
            *(ushort*)name = (ushort)(isIPv6 ? 10 : 2); // AF_INET6, AF_INET
            _send[i].Header = new MessageHeader
            {
                Name = name,
                NameLength = (uint)(isIPv6 ? SocketAddressFormat.IPv6Length : SocketAddressFormat.IPv4Length),
                Vectors = &_sendVectors[i],
                VectorCount = 1,
            };
            _sendControls[i] = new ControlMessage
            {
                Length = ControlMessage.HeaderLength + sizeof(ushort),
                Level = SolUdp,
                Type = UdpSegment,
            };
        }
    }

    private bool EnableDropCounter()
    {
        var on = 1;
        return SetSocketOption(_descriptor, SolSocket, SoRxqOvfl, &on, sizeof(int)) == 0;
    }

    private static T* Allocate<T>(int count)
        where T : unmanaged => (T*)NativeMemory.AllocZeroed((nuint)count, (nuint)sizeof(T));
}
