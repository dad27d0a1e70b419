using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sfu.Media.Retransmission;

/// <summary>
/// The last packets of one publisher stream in canonical form, for forwarding and for every subscriber's retransmissions:
/// the only copy of the payload in the server. One byte ring holds the packets one after the other; a power-of-two index
/// by sequence number finds them. An index entry carries the absolute write position, so bytes that were overwritten
/// since are never handed out.
/// All memory is native: one block, freed by <see cref="Dispose"/>. Owned by one publisher stream.
/// </summary>
internal sealed unsafe class PacketRing : IDisposable
{
    private const nuint CacheLine = 64;

    private readonly int _capacity;
    private readonly int _indexMask;
    private PacketInfo* _index;
    private byte* _bytes;
    private long _write;

    public PacketRing(int capacityBytes, int capacityPackets)
    {
        Debug.Assert(int.IsPow2(capacityBytes) && int.IsPow2(capacityPackets));
        _capacity = capacityBytes;
        _indexMask = capacityPackets - 1;
        _index = (PacketInfo*)NativeMemory.AlignedAlloc((nuint)SizeInBytes(capacityBytes, capacityPackets), CacheLine);
        _bytes = (byte*)(_index + capacityPackets);
        Clear();
    }

    ~PacketRing() => Free();

    public int CapacityPackets => _indexMask + 1;

    public static long SizeInBytes(int capacityBytes, int capacityPackets) => capacityBytes + ((long)capacityPackets * sizeof(PacketInfo));

    /// <summary>Room for one packet of up to <paramref name="length"/> bytes; overwrites the oldest. Nothing is found until <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        var offset = (int)(_write & (_capacity - 1));
        if (offset + length > _capacity)
        {
            _write += _capacity - offset;
            offset = 0;
        }

        return new Span<byte>(_bytes + offset, length);
    }

    /// <summary>Files the bytes of the last reservation under <see cref="PacketInfo.Sequence"/>.</summary>
    public void Commit(in PacketInfo info)
    {
        ref var entry = ref _index[info.Sequence & _indexMask];
        entry = info;
        entry.Position = _write;
        _write += info.Length;
    }

    /// <summary>True if this packet was filed, even if its bytes are gone by now.</summary>
    public bool Knows(long sequence) => _index != null && _index[sequence & _indexMask].Sequence == sequence;

    /// <summary>The packet and its bytes, valid until the next <see cref="Reserve"/>.</summary>
    public bool TryGet(long sequence, out PacketInfo info, out ReadOnlySpan<byte> packet)
    {
        if (Knows(sequence))
        {
            info = _index[sequence & _indexMask];
            if (_write - info.Position <= _capacity)
            {
                packet = new ReadOnlySpan<byte>(_bytes + (info.Position & (_capacity - 1)), info.Length);
                return true;
            }
        }

        Unsafe.SkipInit(out info);
        packet = default;
        return false;
    }

    /// <summary>Notes the padding that copies of a packet get from now on.</summary>
    public void SetPadding(long sequence, byte padding)
    {
        if (Knows(sequence))
            _index[sequence & _indexMask].Padding = padding;
    }

    /// <summary>Forgets all packets.</summary>
    public void Clear()
    {
        // All bits set is sequence number -1. The bytes stay unreachable until they are overwritten.
        NativeMemory.Fill(_index, (nuint)(CapacityPackets * sizeof(PacketInfo)), 0xFF);
        _write = 0;
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_index);
        _index = null;
        _bytes = null;
    }
}
