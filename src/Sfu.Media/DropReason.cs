namespace Sfu.Media;

/// <summary>Why an authenticated packet was not forwarded or not answered. A closed list: each value is a metric label.</summary>
public enum DropReason : byte
{
    /// <summary>Not RTP, or header, extension or padding lengths that do not add up.</summary>
    MalformedRtp,

    /// <summary>The payload descriptor of its codec cannot be read.</summary>
    MalformedPayload,

    /// <summary>RTCP of which nothing could be read.</summary>
    MalformedRtcp,

    /// <summary>A payload type the section's offer does not hold.</summary>
    PayloadType,

    /// <summary>No mid names its section, and its SSRC is not known.</summary>
    UnknownSsrc,

    /// <summary>The participant used more SSRCs than any client needs.</summary>
    TooManySsrcs,

    /// <summary>The participant has not said that it publishes this source.</summary>
    SourceDisabled,

    /// <summary>Padding without media: bandwidth probes.</summary>
    Padding,

    /// <summary>Received before.</summary>
    Duplicate,

    /// <summary>So late that the sequence window has moved on.</summary>
    TooOld,

    /// <summary>No room for header, RTX and authentication tag in one datagram.</summary>
    TooLong,

    /// <summary>RTX for a stream of which no packet has been seen.</summary>
    RtxWithoutStream,

    /// <summary>More packets in one tick than a room takes.</summary>
    TickFull,

    /// <summary>A retransmission was asked for that the log or the ring no longer holds.</summary>
    RtxGone,

    /// <summary>A retransmission was asked for again within one round trip, or too often.</summary>
    RtxRepeated,

    /// <summary>Retransmissions would take more than their share of the bandwidth.</summary>
    RtxBudget,
}
