namespace Sfu.Media.Layers;

/// <summary>
/// A publisher stream's last sender report (RFC 3550 §6.4.1): the pair that ties its RTP timestamps to the wall clock of
/// the publisher. All layers and sources of one publisher share that wall clock; two publishers do not.
/// </summary>
internal struct SenderReportClock
{
    /// <summary>NTP, 32.32 fixed point.</summary>
    public ulong Ntp;
    public uint RtpTimestamp;

    /// <summary>Our time of arrival, for DLSR.</summary>
    public long ReceivedUs;

    /// <summary>How many reports came; 0 = none yet.</summary>
    public uint Version;

    public readonly bool IsKnown => Version != 0;

    public readonly ulong ToNtp(uint rtpTimestamp, int clockRate)
    {
        var ticks = (long)(int)(rtpTimestamp - RtpTimestamp);
        return Ntp + (ulong)(ticks * (1L << 32) / clockRate);
    }
}
