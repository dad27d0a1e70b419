using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sfu.WebRtc;

/// <summary>
/// What the loop touches for each subscriber of a room, listed so that it can be fetched into the processor's cache while the one before is still being written. State
/// of a hundred subscribers lies scattered behind chains of references, and after each sleep all of it is cold (docs/decisions/0018).
/// Only a hint: an object that has moved or been replaced since it was listed costs a useless fetch. Owned by one loop.
/// </summary>
public sealed unsafe class ReadAhead
{
    private const int CacheLine = 64;

    /// <summary>Enough for the fields that every packet uses of any object listed here.</summary>
    private const int ObjectBytes = 2 * CacheLine;

    private readonly List<object> _objects = [];
    private readonly List<Block> _blocks = [];
    private readonly List<Start> _starts = [];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _objects.Clear();
        _blocks.Clear();
        _starts.Clear();
    }

    /// <summary>What is added from now on belongs to the next subscriber.</summary>
    public void Begin() => _starts.Add(new Start(_objects.Count, _blocks.Count));

    public void Add(object touched) => _objects.Add(touched);

    /// <summary>Memory outside the GC heap; it is not read, so it may even have been freed since.</summary>
    internal void Add(void* memory, int bytes) => _blocks.Add(new Block((nint)memory, bytes));

    /// <summary>Begins to fetch what belongs to a subscriber; beyond the last it does nothing.</summary>
    public void Fetch(int subscriber)
    {
        if (!Sse.IsSupported || subscriber >= _starts.Count)
            return;
        var start = _starts[subscriber];
        var end = subscriber + 1 < _starts.Count ? _starts[subscriber + 1] : new Start(_objects.Count, _blocks.Count);
        for (var i = start.Object; i < end.Object; i++)
        {
            // The reference itself is the address; the object need not stay there for a hint.
            var touched = _objects[i];
            Fetch(Unsafe.As<object, nint>(ref touched), ObjectBytes);
        }

        for (var i = start.Block; i < end.Block; i++)
            Fetch(_blocks[i].Address, _blocks[i].Bytes);
    }

    private static void Fetch(nint address, int bytes)
    {
        for (var at = 0; at < bytes; at += CacheLine)
            Sse.Prefetch0((byte*)address + at);
    }

    private readonly record struct Start(int Object, int Block);

    private readonly record struct Block(nint Address, int Bytes);
}
