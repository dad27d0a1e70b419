using System.Runtime.CompilerServices;

namespace Sfu.Media;

/// <summary>
/// Plain counters of one participant (or summed over a room). Written by the room's loop only; whoever reads them from
/// another thread may see values some packets old.
/// </summary>
public sealed class MediaCounters
{
    private Drops _drops;

    /// <summary>RTP packets taken in, with those dropped later.</summary>
    public long RtpReceived { get; internal set; }

    public long RtpReceivedBytes { get; internal set; }

    public long RtcpReceived { get; internal set; }

    /// <summary>Media packets written to slots, without retransmissions.</summary>
    public long RtpSent { get; internal set; }

    public long RtpSentBytes { get; internal set; }

    public long RtcpSent { get; internal set; }

    public long RetransmissionsSent { get; internal set; }

    /// <summary>Packets asked for again from the publisher.</summary>
    public long NacksSent { get; internal set; }

    /// <summary>Packets that came on a publisher's RTX stream.</summary>
    public long RetransmissionsReceived { get; internal set; }

    public long KeyframeRequestsSent { get; internal set; }

    /// <summary>PLI and FIR from the subscriber.</summary>
    public long KeyframeRequestsReceived { get; internal set; }

    /// <summary>Packets the subscriber asked for again.</summary>
    public long NacksReceived { get; internal set; }

    /// <summary>Switches of a video slot to another layer or source.</summary>
    public long LayerSwitches { get; internal set; }

    public long Dropped(DropReason reason) => _drops[(int)reason];

    internal void Drop(DropReason reason) => _drops[(int)reason]++;

    /// <summary>Takes over another's values; each is replaced at once, so a reader never sees one go back.</summary>
    public void CopyFrom(MediaCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RtpReceived = other.RtpReceived;
        RtpReceivedBytes = other.RtpReceivedBytes;
        RtcpReceived = other.RtcpReceived;
        RtpSent = other.RtpSent;
        RtpSentBytes = other.RtpSentBytes;
        RtcpSent = other.RtcpSent;
        RetransmissionsSent = other.RetransmissionsSent;
        NacksSent = other.NacksSent;
        RetransmissionsReceived = other.RetransmissionsReceived;
        KeyframeRequestsSent = other.KeyframeRequestsSent;
        KeyframeRequestsReceived = other.KeyframeRequestsReceived;
        NacksReceived = other.NacksReceived;
        LayerSwitches = other.LayerSwitches;
        for (var reason = 0; reason <= (int)DropReason.RtxBudget; reason++)
            _drops[reason] = other._drops[reason];
    }

    /// <summary>Adds the values of a participant to those of its room, or of a room to those of its loop.</summary>
    public void Add(MediaCounters other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RtpReceived += other.RtpReceived;
        RtpReceivedBytes += other.RtpReceivedBytes;
        RtcpReceived += other.RtcpReceived;
        RtpSent += other.RtpSent;
        RtpSentBytes += other.RtpSentBytes;
        RtcpSent += other.RtcpSent;
        RetransmissionsSent += other.RetransmissionsSent;
        NacksSent += other.NacksSent;
        RetransmissionsReceived += other.RetransmissionsReceived;
        KeyframeRequestsSent += other.KeyframeRequestsSent;
        KeyframeRequestsReceived += other.KeyframeRequestsReceived;
        NacksReceived += other.NacksReceived;
        LayerSwitches += other.LayerSwitches;
        for (var reason = 0; reason <= (int)DropReason.RtxBudget; reason++)
            _drops[reason] += other._drops[reason];
    }

    [InlineArray((int)DropReason.RtxBudget + 1)]
    private struct Drops
    {
        private long _first;
    }
}
