using System.Diagnostics;
using Sfu.WebRtc;

namespace Sfu.Media.Layers;

/// <summary>
/// Maps extended sequence numbers of an incoming stream to those of an outgoing one, so that packets left out on purpose
/// leave no hole: <c>out = in - offset</c>, and the offset grows by one with each dropped packet.
/// A decision is final. A number that never arrived keeps its place, since it may still come; a number dropped after a
/// newer one was mapped leaves a hole, since that newer one is already on the wire.
/// Outputs are unique and in the order of the inputs. Example: in 7 8 9(drop) 10 gives out 7 8 - 9, and 9 stays refused.
/// Owned by one slot or publisher stream; the last <c>capacity</c> changes of the offset are remembered.
/// </summary>
internal sealed class SeqMap
{
    private readonly Segment[] _segments;
    private int _newest;
    private int _count;
    private long _highest;

    public SeqMap(int capacity = 64)
    {
        Debug.Assert(int.IsPow2(capacity));
        _segments = new Segment[capacity];
    }

    public bool IsStarted => _count > 0;

    /// <summary>Begins anew: <paramref name="firstInput"/> becomes <paramref name="firstOutput"/>, and everything older is refused.</summary>
    public void Start(long firstInput, long firstOutput)
    {
        _newest = 0;
        _count = 1;
        _highest = firstInput - 1;
        _segments[0] = new Segment(firstInput, firstInput - firstOutput, false);
    }

    /// <summary>Lists what <see cref="TryMap"/> touches.</summary>
    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        readAhead.Add(_segments);
    }

    /// <summary>False: dropped, older than the start, or too old to know.</summary>
    public bool TryMap(long input, out long output)
    {
        var mask = _segments.Length - 1;
        for (var age = 0; age < _count; age++)
        {
            ref readonly var segment = ref _segments[(_newest - age) & mask];
            if (input < segment.Start)
                continue;
            output = input - segment.Offset;
            if (input > _highest)
                _highest = input;
            return !segment.Dropped;
        }

        output = 0;
        return false;
    }

    /// <summary>Leaves <paramref name="input"/> out and closes its gap. False when something newer was decided before: too late to close it.</summary>
    public bool TryDrop(long input)
    {
        if (_count == 0 || input <= _highest)
            return false;
        _highest = input;

        ref var last = ref _segments[_newest];
        var next = new Segment(input + 1, last.Offset + 1, false);
        if (last.Start == input)
        {
            // The number follows dropped ones directly (or is the very first): that range just grows.
            last = next;
            return true;
        }

        Push(new Segment(input, last.Offset, true));
        Push(next);
        return true;
    }

    private void Push(in Segment segment)
    {
        _newest = (_newest + 1) & (_segments.Length - 1);
        _segments[_newest] = segment;
        if (_count < _segments.Length)
            _count++;
    }

    /// <summary>Inputs from <c>Start</c> up to the start of the next segment.</summary>
    private readonly struct Segment(long start, long offset, bool dropped)
    {
        public readonly long Start = start;
        public readonly long Offset = offset;
        public readonly bool Dropped = dropped;
    }
}
