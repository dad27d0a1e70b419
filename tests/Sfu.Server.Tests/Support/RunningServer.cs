using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Sfu.Server.Conference;
using Sfu.Server.Media;
using Sfu.Server.Startup;

namespace Sfu.Server.Tests.Support;

/// <summary>The real server on a free loopback port; only the media workers are replaced.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private RunningServer(WebApplication server, FakeMediaPlane media, LogCapture log)
    {
        _server = server;
        Media = media;
        Log = log;
        Address = new Uri(server.Urls.First());
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public HttpClient Http { get; }

    public FakeMediaPlane Media { get; }

    public LogCapture Log { get; }

    public ConferenceHall Hall => _server.Services.GetRequiredService<ConferenceHall>();

    public IServiceProvider Services => _server.Services;

    public static Task<RunningServer> StartAsync(params string[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Without the consent gate, which has tests of its own, unless the settings say otherwise.</summary>
    public static async Task<RunningServer> StartAsync(Action<IServiceCollection> replace, params string[] settings)
    {
        var media = new FakeMediaPlane();
        var log = new LogCapture();
        var server = SfuServer.Build(["--urls", "http://127.0.0.1:0", "--Sfu:Consent:Enabled=false", .. settings], services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IMediaPlane>(media));
            services.AddSingleton<ILoggerProvider>(log);
            replace(services);
        });
        await server.StartAsync();
        return new RunningServer(server, media, log);
    }

    public void Raise(MediaEvent happened) => Services.GetRequiredService<MediaEventQueue>().Post(happened);

    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
    }
}

/// <summary>Everything logged, so that a test can say that nothing was.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    public static bool IsTrouble(string line) =>
        line.StartsWith("Warning", StringComparison.Ordinal) || line.StartsWith("Error", StringComparison.Ordinal) || line.StartsWith("Critical", StringComparison.Ordinal);

    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Capture(categoryName, Lines);

    public void Dispose()
    {
    }

    private sealed class Capture(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)}");
    }
}
