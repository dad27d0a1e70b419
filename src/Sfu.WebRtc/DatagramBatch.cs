using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sfu.WebRtc.Crypto;
using Sfu.Wire;

namespace Sfu.WebRtc;

/// <summary>
/// The datagrams one tick wants to send, written one after the other into memory outside the GC heap.
/// Protocol code reserves, writes and commits; whoever owns the socket (or a test's virtual network) drains and clears.
/// Owned by one loop; not thread-safe.
/// </summary>
public sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>The most bytes one datagram may take: an Ethernet frame's payload; WebRTC stays near 1200.</summary>
    public const int MaxDatagramLength = 1500;

    private const int DefaultCapacity = 512;

    /// <summary>About 70 KiB: what is encrypted is still in the processor's cache when the kernel copies it, and the first are on their way while the last are written.</summary>
    private const int EnoughToSend = 64;

    private const nuint CacheLine = 64;

    private readonly Entry[] _entries;
    private readonly Action<DatagramBatch>? _whenFull;
    private readonly int _capacityBytes;
    private readonly int _enoughToSend;
    private byte* _memory;
    private int _used;
    private HmacSha1Batch? _tags; // none where everybody uses GCM

    /// <param name="capacity">How many full-sized datagrams fit before <paramref name="whenFull"/> is called.</param>
    /// <param name="whenFull">Must drain the batch and call <see cref="Clear"/>. Null: what no longer fits is dropped and counted.</param>
    /// <param name="enoughToSend">From how many on <see cref="MaySend"/> has them drained.</param>
    public DatagramBatch(int capacity = DefaultCapacity, Action<DatagramBatch>? whenFull = null, int enoughToSend = EnoughToSend)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _enoughToSend = enoughToSend;
        _entries = new Entry[capacity * 4];
        _capacityBytes = capacity * MaxDatagramLength;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_capacityBytes, CacheLine);
        _whenFull = whenFull;
    }

    public int Count { get; private set; }

    /// <summary>Bytes of all committed datagrams together.</summary>
    public int Bytes => _used;

    /// <summary>Datagrams that found no room because nobody drained the batch.</summary>
    public long Dropped { get; private set; }

    /// <summary>The bytes of one committed datagram; valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            // Whoever sends reads; so no packet can leave before its tag is there.
            if (_tags is { Count: > 0 } tags)
                tags.Run();
            return new(_memory + _entries[index].Offset, _entries[index].Length);
        }
    }

    public ref readonly TransportAddress Destination(int index) => ref _entries[index].Destination;

    /// <summary>Room for one datagram of up to <see cref="MaxDatagramLength"/> bytes; nothing is sent until <see cref="Commit"/>.</summary>
    public Span<byte> Reserve()
    {
        ObjectDisposedException.ThrowIf(_memory is null, this);
        if (Count == _entries.Length || _used + MaxDatagramLength > _capacityBytes)
            MakeRoom();
        return new Span<byte>(_memory + _used, MaxDatagramLength);
    }

    /// <summary>Queues the first <paramref name="length"/> bytes of the last reservation.</summary>
    public void Commit(int length, in TransportAddress destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)length, (uint)MaxDatagramLength);
        _entries[Count++] = new Entry(_used, length, destination);
        _used += length;
    }

    /// <summary>Between two destinations, where no run is cut: what has gathered may leave.</summary>
    public void MaySend()
    {
        if (Count >= _enoughToSend)
            _whenFull?.Invoke(this);
    }

    /// <summary>Copies a ready datagram into the batch.</summary>
    public void Add(ReadOnlySpan<byte> datagram, in TransportAddress destination)
    {
        datagram.CopyTo(Reserve());
        Commit(datagram.Length, destination);
    }

    public void Clear()
    {
        _tags?.Clear();
        Count = 0;
        _used = 0;
    }

    public void Dispose()
    {
        _tags?.Dispose();
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }

    /// <summary>Where the tag of the last reservation may be asked for; it is computed beside others when the batch is read.</summary>
    internal HmacSha1Batch TagsFor(ReadOnlySpan<byte> reservation)
    {
        if (!Unsafe.AreSame(ref MemoryMarshal.GetReference(reservation), ref Unsafe.AsRef<byte>(_memory + _used)))
            throw new ArgumentException("Not the batch's last reservation.", nameof(reservation));
        return _tags ??= new HmacSha1Batch();
    }

    private void MakeRoom()
    {
        _whenFull?.Invoke(this);
        if (Count == 0)
            return;
        Dropped += Count;
        Clear();
    }

    private readonly struct Entry(int offset, int length, TransportAddress destination)
    {
        public readonly int Offset = offset;
        public readonly int Length = length;
        public readonly TransportAddress Destination = destination;
    }
}
