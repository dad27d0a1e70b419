using System.Runtime.InteropServices;
using static Sfu.LoadTest.Generator.LinuxNative;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// Up to <see cref="Capacity"/> datagrams of one socket, each with the time at which it reached the socket: when the generator
/// looks at it, it may have waited behind hundreds of others, and that wait is not the server's. Owned by the loop.
/// </summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    public const int Capacity = 32;
    private const int SlotBytes = 2048;
    private const int ControlBytes = 64;

    private readonly byte* _slots = (byte*)NativeMemory.AllocZeroed(Capacity, SlotBytes);
    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(Capacity, ControlBytes);
    private readonly IoVector* _vectors = (IoVector*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(IoVector));
    private readonly MessageVector* _messages = (MessageVector*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(MessageVector));

    public ReceiveBatch()
    {
        for (var i = 0; i < Capacity; i++)
        {
            _vectors[i] = new IoVector { Base = _slots + (i * SlotBytes), Length = SlotBytes };
            _messages[i].Vectors = &_vectors[i];
            _messages[i].VectorCount = 1;
            _messages[i].Control = _controls + (i * ControlBytes);
            _messages[i].ControlLength = ControlBytes;
        }
    }

    public int Count { get; private set; }

    public Span<byte> this[int index] => new(_slots + (index * SlotBytes), (int)_messages[index].Length);

    /// <summary>Fills the batch from a socket; <paramref name="kernelDrops"/> becomes what the socket has dropped so far, if it says so.</summary>
    public void Receive(int socket, ref uint kernelDrops)
    {
        for (var i = 0; i < Count; i++)
            _messages[i].ControlLength = ControlBytes;
        Count = Math.Max(0, ReceiveMessages(socket, _messages, Capacity, MsgDontWait, null));
        if (Count > 0 && TryFindControl(Count - 1, SoRxqOvfl, out var value))
            kernelDrops = *(uint*)value;
    }

    /// <summary>When the datagram reached the socket, on the realtime clock, nanoseconds.</summary>
    public long ArrivalNs(int index)
    {
        if (!TryFindControl(index, SoTimestampNs, out var value))
            return RealtimeNs();
        var time = (TimeSpec*)value;
        return (time->Seconds * 1_000_000_000) + time->Nanoseconds;
    }

    public void Dispose()
    {
        NativeMemory.Free(_slots);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_messages);
    }

    private bool TryFindControl(int index, int type, out byte* value)
    {
        ref readonly var message = ref _messages[index];
        var at = message.Control;
        var end = at + message.ControlLength;
        while (at + sizeof(ControlHeader) <= end)
        {
            var header = (ControlHeader*)at;
            value = at + sizeof(ControlHeader);
            if (header->Level == SolSocket && header->Type == type)
                return true;
            if (header->Length < (nuint)sizeof(ControlHeader))
                break;
            at += (header->Length + 7) & ~(nuint)7;
        }

        value = null;
        return false;
    }
}
