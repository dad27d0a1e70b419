using Sfu.WebRtc;
using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;

namespace Sfu.Media.Ingress;

/// <summary>
/// When each packet of one publisher's transport arrived, over all its SSRCs, and the feedback about it
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01). Browsers estimate their upstream from this; without it they
/// send only the smallest layer. Owned by one publisher.
/// </summary>
internal sealed class TwccReceiver
{
    /// <summary>mediasoup, JVB: 100 ms. libwebrtc varies it from 50 to 250 ms.</summary>
    public const long IntervalUs = 100 * MonotonicTime.Millisecond;

    /// <summary>Power of two; a second at 2000 packets per second to either side, ten times what feedback lags behind.</summary>
    private const int Window = 4096;

    /// <summary>A packet that comes after its feedback was sent is reported again if it is this close; older ones count as lost.</summary>
    private const int MaxReopened = 500;

    /// <summary>What one feedback covers at most; it must leave room in a 1200-byte compound.</summary>
    private const int MaxStatuses = 1024;

    private const long FirstCycle = 1 << 16;

    // Taken with the first packet: most of an audience never sends.
    private long[] _arrivalsUs = [];
    private long[] _scratch = [];
    private long _highest;
    private long _next;
    private uint _mediaSsrc;
    private byte _feedbackCount;
    private bool _started;
    private bool _pending;

    /// <summary>Something arrived that was not reported yet.</summary>
    public bool IsPending => _pending;

    /// <param name="ssrc">libwebrtc takes feedback only under an SSRC it sends with: the latest is used.</param>
    public void Received(ushort transportSequence, uint ssrc, long nowUs)
    {
        _mediaSsrc = ssrc;
        if (!_started)
        {
            _started = true;
            _arrivalsUs = new long[Window];
            _scratch = new long[MaxStatuses];
            Array.Fill(_arrivalsUs, TransportFeedback.NotReceived);
            // One cycle up, so that nothing older than the first packet is negative.
            _highest = _next = FirstCycle + transportSequence;
        }

        var sequence = SequenceNumbers.Extend(_highest, transportSequence);
        if (sequence > _highest + Window / 2)
        {
            // A gap that no loss explains: begin anew rather than report thousands as lost.
            Array.Fill(_arrivalsUs, TransportFeedback.NotReceived);
            _highest = _next = sequence;
        }

        for (; _highest < sequence; _highest++)
            At(_highest + 1) = TransportFeedback.NotReceived;
        if (sequence < _next - MaxReopened || At(sequence) != TransportFeedback.NotReceived)
            return;
        _next = Math.Min(_next, sequence);
        At(sequence) = nowUs;
        _pending = true;
    }

    /// <summary>Writes one feedback and returns its length; 0 if there is nothing to say. Call again while <see cref="IsPending"/>.</summary>
    public int Write(Span<byte> destination, uint senderSsrc)
    {
        // After a long loss the first numbers may be so many that no arrival fits into one feedback: those are skipped.
        while (_highest - _next >= MaxStatuses && At(_next) == TransportFeedback.NotReceived)
            _next++;

        var count = (int)Math.Min(_highest - _next + 1, MaxStatuses);
        for (var i = 0; i < count; i++)
            _scratch[i] = At(_next + i);
        var length = TransportFeedbackWriter.Write(
            destination, senderSsrc, _mediaSsrc, (ushort)_next, _feedbackCount, _scratch.AsSpan(0, count), out var consumed);
        if (length > 0)
            _feedbackCount++;
        _next += consumed;
        _pending = length > 0 && _next <= _highest;
        return length;
    }

    private ref long At(long sequence) => ref _arrivalsUs[sequence & (Window - 1)];
}
