using System.Security.Authentication;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Logging.Console;
using Sfu.Rooms;
using Sfu.Server.Branding;
using Sfu.Server.Conference;
using Sfu.Server.Consent;
using Sfu.Server.Contracts;
using Sfu.Server.Health;
using Sfu.Server.Hub;
using Sfu.Server.Limiting;
using Sfu.Server.Links;
using Sfu.Server.Logs;
using Sfu.Server.Media;
using Sfu.Server.Metrics;
using Sfu.Server.Options;
using Sfu.Server.Pages;
using Sfu.Server.Privacy;

namespace Sfu.Server.Startup;

/// <summary>Puts the server together; the same for the process and for tests.</summary>
internal static class SfuServer
{
    /// <exception cref="StartException">A setting is wrong.</exception>
    public static WebApplication Build(string[] args, Action<IServiceCollection>? replace = null)
    {
        var webRoot = WebRoot.Find();
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read once; watching their file would only cost file handles.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            ContentRootPath = AppContext.BaseDirectory,
        });
        var options = OptionsCheck.Read(builder.Configuration);
        WebAddresses.ApplyDefault(builder);
        ConfigureLogging(builder.Logging);
        ConfigureKestrel(builder.WebHost, options.Limits);
        var key = KeyFile.ReadOrCreate(options.DataDirectory, out _);
        AddServices(builder.Services, options, new TokenSigner(key));
        replace?.Invoke(builder.Services);
        var server = builder.Build();
        UsePipeline(server, webRoot);
        return server;
    }

    private static void ConfigureLogging(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });

        // SignalR reports whatever a client sends wrong as an error, with the text; our own failures are logged by the hub.
        logging.Services.PostConfigure<LoggerFilterOptions>(FrameworkSilence.Apply);

        // A failed start is told in one sentence by ServerProcess.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    private static void ConfigureKestrel(IWebHostBuilder host, Limits limits) => host.ConfigureKestrel(kestrel =>
    {
        kestrel.AddServerHeader = false;

        // Said here, because what a system allows on its own may be older.
        kestrel.ConfigureHttpsDefaults(https => https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13);
        kestrel.Limits.MaxRequestBodySize = Limits.HubMessageBytes;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.HubConnections;
    });

    private static void AddServices(IServiceCollection services, SfuOptions options, TokenSigner signer)
    {
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SfuMetrics>();
        services.AddSingleton<MeterSums>();
        services.AddSingleton<MediaCounts>();
        services.AddSingleton<MetricsAccess>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<MediaEventQueue>();
        services.AddSingleton<OfferDesk>();
        services.AddSingleton(signer);
        services.AddSingleton<Tokens>();
        services.AddSingleton<ChatProofs>();
        services.AddSingleton<AddressMarks>();
        services.AddSingleton<RoomSurroundings>();
        services.AddSingleton<Entrance>();
        services.AddSingleton<ConferenceHall>();
        services.AddSingleton<RoomCalls>();
        services.AddSingleton<MediaCalls>();
        services.AddSingleton<OriginCheck>();
        services.AddSingleton(new ConsentTexts(options));
        services.AddSingleton(new NoticeText(options));
        services.AddSingleton(new Brand(options));
        services.AddSingleton(provider => new IndexPage(provider.GetRequiredService<Brand>().Site.Name));
        services.AddSingleton(new WebLogFiles(options));
        services.AddSingleton<WebLog>();
        services.AddHostedService(provider => provider.GetRequiredService<WebLog>());
        services.AddSingleton<SecurityHeaders>();
        services.AddSingleton<ConsentGate>();
        services.AddSingleton<MediaPorts>();
        services.AddSingleton<IMediaPlane, WorkerPlane>();
        services.AddHostedService<MediaStart>();
        services.AddHostedService<MediaEventPump>();
        services.AddHostedService<RoomClock>();
        services.AddSingleton<IdleConnections>();
        services.AddHostedService(provider => provider.GetRequiredService<IdleConnections>());
        services.AddHostedService<Shutdown>();
        services.AddSignalR(hub =>
            {
                hub.EnableDetailedErrors = false;
                hub.MaximumReceiveMessageSize = Limits.HubMessageBytes;
                hub.MaximumParallelInvocationsPerClient = 1;
                hub.DisableImplicitFromServicesParameters = true;
                hub.StatefulReconnectBufferSize = 0;
                hub.SupportedProtocols = ["json"];

                // A client learns within three missed pings that the server is gone, and the other way round.
                hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
                hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            })
            .AddJsonProtocol(json => ContractJson.Configure(json.PayloadSerializerOptions));
    }

    private static void UsePipeline(WebApplication server, string webRoot)
    {
        server.Services.GetRequiredService<MeterSums>(); // counts from the first visitor on, not from the first question

        if (server.Services.GetRequiredService<SfuOptions>().Logs.Web.Enabled)
        {
            server.Use(server.Services.GetRequiredService<WebLog>().InvokeAsync);
        }

        server.Use(server.Services.GetRequiredService<SecurityHeaders>().AddAsync);
        server.UseWhen(
            context => context.Request.Path.StartsWithSegments("/hub") || context.Request.Path.StartsWithSegments("/consent"),
            own => own.Use(own.ApplicationServices.GetRequiredService<OriginCheck>().InvokeAsync));
        server.UseWhen(
            context => context.Request.Path.StartsWithSegments("/hub"),
            hub => hub.Use(hub.ApplicationServices.GetRequiredService<ConsentGate>().InvokeAsync));
        var files = WebRoot.FileOptions(webRoot);
        server.UsePrecompressed(files.FileProvider!);
        server.UseStaticFiles(files);
        server.UseRouting();
        server.MapHub<ConferenceHub>("/hub", hub =>
        {
            hub.Transports = HttpTransportType.WebSockets;
            hub.AllowStatefulReconnects = false;
            hub.ApplicationMaxBufferSize = Limits.HubMessageBytes;
            hub.TransportMaxBufferSize = Limits.HubMessageBytes;
        });
        server.MapConsent();
        server.MapPrivacy();
        server.MapBranding(webRoot);
        server.MapGet("/healthz", () => "ok");
        server.MapGet("/readyz", (Readiness readiness) =>
            readiness.IsReady ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable));
        server.MapMetrics();
        server.MapRoomPages(webRoot);
    }
}
