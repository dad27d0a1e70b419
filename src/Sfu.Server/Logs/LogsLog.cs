namespace Sfu.Server.Logs;

/// <summary>Event ids 1200 to 1299.</summary>
internal static partial class LogsLog
{
    [LoggerMessage(1200, LogLevel.Error, "The web log cannot be written or its old files deleted: {Exception}. Requests are answered without it.")]
    public static partial void WebLogFailed(ILogger logger, string exception);
}
