namespace Sfu.WebRtc.Dtls;

/// <summary>The few alerts that matter once they are authenticated (RFC 5246 §7.2); in plaintext an alert is just a rumour.</summary>
internal static class DtlsAlert
{
    public const int Length = 2;
    public const byte LevelWarning = 1;
    public const byte LevelFatal = 2;
    public const byte CloseNotify = 0;
}
