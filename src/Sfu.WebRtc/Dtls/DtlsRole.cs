namespace Sfu.WebRtc.Dtls;

public enum DtlsRole
{
    /// <summary>Waits for a ClientHello: what the conference server is (<c>a=setup:passive</c>).</summary>
    Server,

    /// <summary>Sends the ClientHello: the headless participant.</summary>
    Client,
}
