using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sfu.Server.Conference;
using Sfu.Server.Startup;
using Sfu.Testing;

namespace Sfu.Server.Tests.Support;

/// <summary>The whole server with its media workers, on free loopback ports.</summary>
internal sealed class RealServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private RealServer(WebApplication server, LogCapture log) => (_server, Log) = (server, log);

    public Uri Address => new(_server.Urls.First());

    public LogCapture Log { get; }

    public ConferenceHall Hall => _server.Services.GetRequiredService<ConferenceHall>();

    public static async Task<RealServer> StartAsync(params string[] settings)
    {
        var log = new LogCapture();
        var server = SfuServer.Build(
            ["--urls", "http://127.0.0.1:0", "--Sfu:Media:Port=0", "--Sfu:Media:Advertise:0=127.0.0.1", "--Sfu:Stun:Port=0", BackendUnderTest.Setting, .. settings],
            services => services.AddSingleton<ILoggerProvider>(log));
        await server.StartAsync();
        return new RealServer(server, log);
    }

    public Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
