using Sfu.WebRtc;

namespace Sfu.Media.Retransmission;

/// <summary>
/// Which packets of one publisher stream are missing, and when to ask for them again (RFC 4585 §6.2.1).
/// A number is asked for after a short wait (it may only be out of order), then once per round trip, a few times, while
/// it is young enough to be of use. Works on the publisher's own numbers. Owned by one publisher stream.
/// </summary>
internal sealed class NackGenerator(long maxAgeUs)
{
    /// <summary>mediasoup: 1000. More means that the stream is broken and only a key frame helps.</summary>
    public const int MaxMissing = 1000;

    /// <summary>Enough for packets that overtook one another in a Wi-Fi aggregate; libwebrtc and mediasoup wait 0 to 10 ms.</summary>
    private const long ReorderWaitUs = 10 * MonotonicTime.Millisecond;

    /// <summary>The least time between two requests of one packet: mediasoup 40 ms, str0m 33 ms.</summary>
    private const long MinRepeatUs = 40 * MonotonicTime.Millisecond;

    /// <summary>mediasoup, libwebrtc.</summary>
    private const int MaxTries = 10;

    private Missing[] _missing = new Missing[64];
    private int _count;
    private long _highest;
    private bool _started;

    public int Count => _count;

    /// <summary>False: too much is missing; the list was dropped and the stream needs a key frame.</summary>
    public bool Received(long sequence, long nowUs)
    {
        if (!_started)
        {
            _started = true;
            _highest = sequence;
            return true;
        }

        if (sequence <= _highest)
        {
            Remove(sequence);
            return true;
        }

        var first = _highest + 1;
        _highest = sequence;
        if (_count + (sequence - first) > MaxMissing)
        {
            _count = 0;
            return false;
        }

        for (var missing = first; missing < sequence; missing++)
            Add(missing, nowUs);
        return true;
    }

    /// <summary>What came before a key frame is of no use to a decoder any more.</summary>
    public void ForgetBefore(long sequence)
    {
        var keep = 0;
        while (keep < _count && _missing[keep].Sequence < sequence)
            keep++;
        if (keep == 0)
            return;
        _missing.AsSpan(keep, _count - keep).CopyTo(_missing);
        _count -= keep;
    }

    public void Reset()
    {
        _count = 0;
        _started = false;
    }

    /// <summary>Writes the numbers to ask for now, oldest first, and returns how many. What does not fit waits for the next call.</summary>
    public int Collect(long nowUs, long rttUs, Span<ushort> output)
    {
        var repeatUs = Math.Max(rttUs, MinRepeatUs);
        var written = 0;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            ref var entry = ref _missing[i];
            if (nowUs - entry.SinceUs > maxAgeUs || (entry.Tries == MaxTries && nowUs >= entry.DueUs))
                continue;
            if (nowUs >= entry.DueUs && entry.Tries < MaxTries && written < output.Length)
            {
                output[written++] = (ushort)entry.Sequence;
                entry.Tries++;
                entry.DueUs = nowUs + repeatUs;
            }

            _missing[kept++] = entry;
        }

        _count = kept;
        return written;
    }

    private void Add(long sequence, long nowUs)
    {
        if (_count == _missing.Length)
            Array.Resize(ref _missing, _count * 2);
        _missing[_count++] = new Missing { Sequence = sequence, SinceUs = nowUs, DueUs = nowUs + ReorderWaitUs };
    }

    private void Remove(long sequence)
    {
        int low = 0, high = _count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = _missing[middle].Sequence;
            if (found == sequence)
            {
                _count--;
                _missing.AsSpan(middle + 1, _count - middle).CopyTo(_missing.AsSpan(middle));
                return;
            }

            if (found < sequence)
                low = middle + 1;
            else
                high = middle - 1;
        }
    }

    private struct Missing
    {
        public long Sequence;
        public long SinceUs;
        public long DueUs;
        public int Tries;
    }
}
