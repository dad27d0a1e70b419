namespace Sfu.WebRtc.Ice;

/// <summary>The times of ICE, in microseconds.</summary>
internal static class IceTiming
{
    /// <summary>RFC 7675 §5.1: consent to send ends 30 s after the last authentic check (or answer to one).</summary>
    public const long ConsentUs = 30 * MonotonicTime.Second;

    /// <summary>
    /// When the selected address has not been checked for this long while another is, the peer has moved on without nominating.
    /// Measured: Chromium 156 checks its selected path every 2.7 s, always with USE-CANDIDATE; Firefox 153 every 4 to 6 s and never
    /// with it, so a Firefox behind a NAT that gave it a new port can only be followed like this.
    /// </summary>
    public const long SelectedSilenceUs = 3_500 * MonotonicTime.Millisecond;

    /// <summary>Ta, the pace of new checks (RFC 8445 §14.2).</summary>
    public const long PaceUs = 50 * MonotonicTime.Millisecond;

    /// <summary>First retransmission of a check (RFC 8445 §14.3); doubles up to <see cref="MaxRetransmitUs"/>.</summary>
    public const long FirstRetransmitUs = 500 * MonotonicTime.Millisecond;

    public const long MaxRetransmitUs = 2 * MonotonicTime.Second;

    /// <summary>How often the controlling side renews consent; what libwebrtc does on a stable path.</summary>
    public const long ConsentCheckUs = 2_500 * MonotonicTime.Millisecond;
}
