namespace Sfu.Server.Media;

/// <summary>Event ids 1100 to 1199. No field ever holds text from outside: exceptions are named by type and place.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(1100, LogLevel.Critical, "A media worker died, the server stops: {Exception}\n{StackTrace}")]
    public static partial void WorkerDied(ILogger logger, string exception, string? stackTrace);
}
