using BenchmarkDotNet.Attributes;
using Sfu.Media.Layers;

namespace Sfu.Benchmarks.Media;

/// <summary>The outgoing number of a packet: without drops, and when every eighth was left out so that all segments are in use.</summary>
public class SequenceMap
{
    private const int Late = 100;

    private readonly SeqMap _straight = new(capacity: 16);
    private readonly SeqMap _dropping = new(capacity: 64);
    private readonly SeqMap _full = new(capacity: 64);
    private long _next = 1;
    private long _nextOfDropping = 1;
    private readonly long _late;

    public SequenceMap()
    {
        _straight.Start(1, 1000);
        _dropping.Start(1, 1000);
        _full.Start(1, 1000);
        for (var input = 1; input < 1000; input++)
        {
            if (input % 8 == 0)
                _full.TryDrop(input);
            else
                _full.TryMap(input, out _);
        }

        _late = 999 - Late;
    }

    [Benchmark(Description = "SeqMap, in order")]
    public long InOrder()
    {
        _straight.TryMap(_next++, out var output);
        return output;
    }

    [Benchmark(Description = "SeqMap, every eighth dropped")]
    public long Dropping()
    {
        var input = _nextOfDropping++;
        if ((input & 7) == 0)
            return _dropping.TryDrop(input) ? 1 : 0;
        _dropping.TryMap(input, out var output);
        return output;
    }

    [Benchmark(Description = "SeqMap, 100 numbers late past 12 drops")]
    public long LatePacket()
    {
        _full.TryMap(_late, out var output);
        return output;
    }
}
