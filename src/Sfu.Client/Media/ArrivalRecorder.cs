using Sfu.Wire.Rtcp;
using Sfu.Wire.Rtp;

namespace Sfu.Client.Media;

/// <summary>Remembers when packets with a transport-wide sequence number came, and reports it. Owned by the loop.</summary>
internal sealed class ArrivalRecorder
{
    /// <summary>Numbers between two reports at most; a gap larger than this is given up.</summary>
    private const int Capacity = 4096;

    /// <summary>Numbers per report: stays within one datagram even if every delta takes two bytes.</summary>
    private const int MaxPerReport = 400;

    private readonly long[] _arrivalsUs = new long[Capacity];
    private readonly long[] _dense = new long[MaxPerReport];
    private long _next;
    private long _highest = -1;
    private byte _reports;

    public void Record(ushort sequenceNumber, long nowUs)
    {
        var sequence = _highest < 0 ? sequenceNumber + 65536L : SequenceNumbers.Extend(_highest, sequenceNumber);
        if (_highest < 0 || sequence - _highest >= Capacity)
        {
            _next = sequence;
            _highest = sequence - 1;
        }

        if (sequence < _next)
            return; // already reported as lost
        for (var missing = _highest + 1; missing < sequence; missing++)
            _arrivalsUs[missing % Capacity] = TransportFeedback.NotReceived;
        _arrivalsUs[sequence % Capacity] = nowUs;
        _highest = Math.Max(_highest, sequence);
        _next = Math.Max(_next, _highest - Capacity + 1);
    }

    /// <summary>Writes one report about what came since the last one; 0 if there is nothing to say. Call until it is 0.</summary>
    public int WriteFeedback(Span<byte> destination, uint senderSsrc, uint mediaSsrc)
    {
        var count = (int)Math.Min(_highest - _next + 1, MaxPerReport);
        if (count <= 0)
            return 0;
        for (var i = 0; i < count; i++)
            _dense[i] = _arrivalsUs[(_next + i) % Capacity];
        var length = TransportFeedbackWriter.Write(
            destination, senderSsrc, mediaSsrc, (ushort)_next, _reports, _dense.AsSpan(0, count), out var consumed);
        _next += length == 0 ? count : consumed;
        _reports++;
        return length;
    }
}
