using System.Runtime;

namespace Sfu.Testing;

/// <summary>Counts what a piece of code allocates on its own thread.</summary>
public static class Allocation
{
    // Tests run beside one another and collect often; so many windows in a row are never hit all.
    private const int MaxWindows = 1000;

    /// <summary>What a type allocates when it is first used is not what each call costs: that is in every run.</summary>
    private const int MostAllocatingRuns = 3;

    /// <summary>
    /// Managed bytes that one run of <paramref name="action"/> allocates. A collection in between takes the thread's allocation buffer away, and
    /// the runtime then counts its unused rest: such a run says nothing and is measured again, so the action must bear repetition.
    /// </summary>
    public static long BytesOf(Action action)
    {
        var allocating = 0;
        for (var window = 0; window < MaxWindows; window++)
        {
            if (TryMeasure(action, out var bytes) && (bytes == 0 || ++allocating == MostAllocatingRuns))
                return bytes;
        }

        throw new CheckFailedException($"A collection came into each of {MaxWindows} measurements.");
    }

    /// <summary>Measures one run; false when a collection came in between.</summary>
    /// <remarks>
    /// A background collection takes the allocation buffers a second time when it finishes marking, and is counted only at its start: about one in a hundred
    /// windows beside a busy heap then showed some kilobytes that nobody had allocated. So test projects run without such collections.
    /// </remarks>
    public static bool TryMeasure(Action action, out long bytes)
    {
        if (GCSettings.LatencyMode is not GCLatencyMode.Batch)
            throw new CheckFailedException("Background collections are on: they move the counter without being counted. Set ConcurrentGarbageCollection to false.");
        var collections = GC.CollectionCount(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        return GC.CollectionCount(0) == collections;
    }
}
