using System.Threading.Channels;
using Sfu.Server.Options;

namespace Sfu.Server.Logs;

/// <summary>
/// The optional web log, off by default. Requests leave their line in a bounded queue; a background task writes it every few seconds and
/// deletes what is over its days, also of a log that was switched off since. A full disk costs lines, never requests. Singleton.
/// </summary>
internal sealed class WebLog(SfuOptions options, WebLogFiles files, TimeProvider time, ILogger<WebLog> logger) : BackgroundService
{
    private const int WaitingLines = 10_000;
    private static readonly TimeSpan WriteInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DeleteInterval = TimeSpan.FromHours(1);

    private readonly Channel<(DateOnly Day, string Line)> _waiting = Channel.CreateBounded<(DateOnly, string)>(
        new BoundedChannelOptions(WaitingLines) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _flushing = new();
    private bool _hasComplained;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        finally
        {
            var now = time.GetUtcNow();
            var request = context.Request;
            var line = WebLogLine.Format(
                context.Connection.RemoteIpAddress, now, request.Method, request.Path.Value ?? "", request.Protocol,
                context.Response.StatusCode, context.Response.ContentLength);
            _waiting.Writer.TryWrite((DateOnly.FromDateTime(now.UtcDateTime), line));
        }
    }

    /// <summary>Writes what waits and deletes what is over its days.</summary>
    public void Flush()
    {
        lock (_flushing)
        {
            WriteAndDelete();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Flush();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Flush();
        using var interval = new PeriodicTimer(options.Logs.Web.Enabled ? WriteInterval : DeleteInterval, time);
        try
        {
            while (await interval.WaitForNextTickAsync(stoppingToken))
            {
                Flush();
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops; the last lines are written by StopAsync.
        }
    }

    private void WriteAndDelete()
    {
        try
        {
            var lines = new List<(DateOnly Day, string Line)>();
            while (_waiting.Reader.TryRead(out var line))
            {
                lines.Add(line);
            }

            foreach (var day in lines.GroupBy(line => line.Day, line => line.Line))
            {
                files.Append(day.Key, day);
            }

            files.DeleteExpired(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
            _hasComplained = false;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            if (!_hasComplained)
            {
                _hasComplained = true;
                LogsLog.WebLogFailed(logger, trouble.GetType().Name);
            }
        }
    }
}
