namespace Sfu.Server.Hub;

/// <summary>Event ids 1000 to 1099. No field ever holds text from outside: exceptions are named by type and place.</summary>
internal static partial class HubLog
{
    [LoggerMessage(1000, LogLevel.Error, "A hub call failed: {Method}: {Exception}\n{StackTrace}")]
    public static partial void CallFailed(ILogger logger, string method, string exception, string? stackTrace);
}
