using System.Diagnostics;
using Sfu.Media.Retransmission;
using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;

namespace Sfu.Media.Egress;

/// <summary>
/// The way out to one participant: encrypts what was written into the tick's datagrams and addresses it.
/// Knows keys and destination, but not what it sends. Owned by the room's loop.
/// </summary>
internal sealed class EgressWriter(MediaCounters counters, Wishes wishes)
{
    private SrtpSender? _sender;
    private TransportAddress _destination;
    private RtxBudget _budget = new();

    public MediaCounters Counters { get; } = counters;

    /// <summary>A slot carries something new since the last sender reports.</summary>
    public bool ReportsDue { get; private set; }

    /// <summary>Before this nothing is sent.</summary>
    public bool IsConnected => _sender is not null;

    public void Connect(SrtpSender sender, in TransportAddress destination)
    {
        _sender = sender;
        _destination = destination;
    }

    public void MoveTo(in TransportAddress destination) => _destination = destination;

    /// <summary>Sender reports, or packets once more, are due at the room's next tick.</summary>
    public void Wish(bool reports)
    {
        ReportsDue |= reports;
        wishes.AreDue = true;
    }

    public void ReportsWritten() => ReportsDue = false;

    public bool MaySpendOnRtx(int bytes) => _budget.TrySpend(bytes);

    /// <summary>Media was sent (not retransmissions, which would earn their own repetition).</summary>
    public void Earn(int bytes) => _budget.Earn(bytes);

    /// <summary>Lists what <see cref="SendRtp"/> touches.</summary>
    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        readAhead.Add(Counters);
        _sender?.List(readAhead);
    }

    /// <param name="packet">The last reservation of <paramref name="output"/>.</param>
    /// <param name="sequence">Extended: its upper bits are the rollover counter.</param>
    public void SendRtp(DatagramBatch output, Span<byte> packet, int headerLength, int length, long sequence)
    {
        Debug.Assert(_sender is not null);
        var protectedLength = _sender!.ProtectRtp(output, packet, headerLength, length, (uint)(sequence >> 16));
        output.Commit(protectedLength, _destination);
        Counters.RtpSentBytes += protectedLength;
    }

    /// <param name="compound">The last reservation of <paramref name="output"/>.</param>
    public void SendRtcp(DatagramBatch output, Span<byte> compound, int length)
    {
        Debug.Assert(_sender is not null);
        output.Commit(_sender!.ProtectRtcp(compound, length), _destination);
        Counters.RtcpSent++;
    }
}
