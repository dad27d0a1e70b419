namespace Sfu.WebRtc.Dtls;

public enum DtlsState
{
    /// <summary>Nothing sent, no acceptable hello received.</summary>
    New,

    /// <summary>From the first hello until the handshake is complete and the peer's certificate is the one that was signalled.</summary>
    Handshaking,

    /// <summary>Keys may be exported.</summary>
    Connected,

    /// <summary>Timed out, wrong certificate, or a fatal alert that proved to come from the peer.</summary>
    Failed,

    /// <summary>By us, or by the peer's authenticated close_notify.</summary>
    Closed,
}
