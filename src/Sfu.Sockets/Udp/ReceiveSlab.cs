using System.Runtime.InteropServices;
using Sfu.Wire;

namespace Sfu.Sockets.Udp;

/// <summary>
/// The datagrams of one receive batch, in slots outside the GC heap that the kernel writes into directly.
/// Owned by one worker; a slot's bytes are valid until the next receive.
/// </summary>
internal sealed unsafe class ReceiveSlab : IDisposable
{
    /// <summary>Datagrams per batch: what one <c>recvmmsg</c> takes, and what is ingested before anything is sent on.</summary>
    public const int Capacity = 64;

    /// <summary>Above any Ethernet payload (1500), so an honest datagram is never cut.</summary>
    public const int SlotLength = 2048;

    private readonly int[] _lengths = new int[Capacity];
    private readonly TransportAddress[] _sources = new TransportAddress[Capacity];
    private byte* _memory = (byte*)NativeMemory.AlignedAlloc(Capacity * SlotLength, 64);

    public int Count { get; set; }

    /// <summary>The bytes of one received datagram; media is decrypted in place.</summary>
    public Span<byte> this[int index] => new(_memory + (index * SlotLength), _lengths[index]);

    public ref readonly TransportAddress Source(int index) => ref _sources[index];

    public byte* Slot(int index) => _memory + (index * SlotLength);

    public void Set(int index, int length, in TransportAddress source)
    {
        _lengths[index] = length;
        _sources[index] = source;
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
