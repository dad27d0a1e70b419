using Sfu.WebRtc;

namespace Sfu.Client.Media;

/// <summary>
/// The packets a stream misses, and when each is to be asked for again. Owned by its stream.
/// </summary>
internal sealed class LossTracker
{
    /// <summary>More outstanding than this is an outage, not loss: only a key frame helps.</summary>
    private const int Capacity = 256;

    /// <summary>As libwebrtc: ask ten times, then give up.</summary>
    private const int MaxTries = 10;

    /// <summary>A packet may merely be overtaken; this much later it is asked for.</summary>
    private const long ReorderUs = 10 * MonotonicTime.Millisecond;

    /// <summary>Before the round trip is known, as mediasoup and libwebrtc assume it.</summary>
    private const long DefaultRetryUs = 100 * MonotonicTime.Millisecond;
    private const long MinRetryUs = 20 * MonotonicTime.Millisecond;

    private readonly Missing[] _missing = new Missing[Capacity];
    private int _count;

    /// <summary>Packets given up.</summary>
    public long Lost { get; private set; }

    public long Asked { get; private set; }

    public void Add(long sequenceNumber, long nowUs)
    {
        if (_count == Capacity)
        {
            Lost++;
            return;
        }

        _missing[_count++] = new Missing(sequenceNumber, nowUs + ReorderUs, 0);
    }

    /// <summary>True if the packet was missing: it has come after all.</summary>
    public bool Remove(long sequenceNumber)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_missing[i].SequenceNumber != sequenceNumber)
                continue;
            RemoveAt(i);
            return true;
        }

        return false;
    }

    /// <summary>Everything outstanding is lost; a stream that cannot be repaired calls this after a while.</summary>
    public void GiveUpOlderThan(long nowUs, long ageUs)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (nowUs - _missing[i].DueUs < ageUs)
                continue;
            RemoveAt(i);
            Lost++;
        }
    }

    /// <summary>Collects what is due, in ascending order; what was asked for too often is given up.</summary>
    public int CollectDue(Span<ushort> due, long nowUs, long roundTripUs)
    {
        var retryUs = roundTripUs > 0 ? Math.Max(MinRetryUs, roundTripUs * 3 / 2) : DefaultRetryUs;
        var count = 0;
        for (var i = 0; i < _count && count < due.Length; i++)
        {
            ref var missing = ref _missing[i];
            if (missing.DueUs > nowUs)
                continue;
            if (missing.Tries == MaxTries)
            {
                RemoveAt(i--);
                Lost++;
                continue;
            }

            missing = missing with { DueUs = nowUs + retryUs, Tries = missing.Tries + 1 };
            due[count++] = (ushort)missing.SequenceNumber;
        }

        Asked += count;
        return count;
    }

    // Keeps the order: a NACK packs ascending numbers.
    private void RemoveAt(int index)
    {
        Array.Copy(_missing, index + 1, _missing, index, _count - index - 1);
        _count--;
    }

    private readonly record struct Missing(long SequenceNumber, long DueUs, int Tries);
}
