using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Sfu.Server.Tests.Client;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>
/// PRV-30: the server never calls anybody. Beside no other test, because what the runtime tells of connections it tells of the whole
/// process.
/// </summary>
[Trait("PRV", "30")]
[Collection(MediaLoad.Name)]
public sealed class Prv30IdleTests
{
    [Fact]
    public async Task In_24_hours_of_idling_no_connection_goes_out_and_no_name_is_looked_up()
    {
        using var folder = new TemporaryFolder();
        var time = new VirtualTime();
        await using var server = await RunningServer.StartAsync(
            services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time)),
            "--Sfu:Logs:Web:Enabled=true", $"--Sfu:Logs:Web:Directory={folder.Path}/logs", $"--Sfu:DataDirectory={folder.Path}/data");
        using (var answer = await server.Http.GetAsync("/healthz"))
        {
            Assert.True(answer.IsSuccessStatusCode);
        }

        using var calls = new OutgoingCalls();
        Assert.True(time.Timers >= 2, "the server's background work hangs on this clock");
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        // The day did pass for it: the log file of the day before yesterday's visit is kept, and it is another day.
        await Eventually.Holds(() => Directory.GetFiles(folder.Path + "/logs").Length == 1);
        Assert.Empty(calls.Seen);

        // What watches does see a connection, or the above would say nothing.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var outgoing = new TcpClient();
        await outgoing.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        await Eventually.Holds(() => calls.Seen.Any(call => call.Contains("ConnectStart", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_server_does_not_even_know_how_to_call()
    {
        string[] callers = ["System.Net.Http", "System.Net.WebClient", "System.Net.Requests", "System.Net.Mail", "System.Net.Ping", "System.Net.NameResolution", "System.Net.WebSockets.Client"];
        var known = typeof(Sfu.Server.Startup.SfuServer).Assembly.GetReferencedAssemblies()
            .Concat(typeof(Sfu.Sockets.Loop.MediaLoop).Assembly.GetReferencedAssemblies()).Select(assembly => assembly.Name);
        Assert.Empty(known.Intersect(callers));
    }

    /// <summary>What the runtime itself reports of connections and name look-ups.</summary>
    private sealed class OutgoingCalls : EventListener
    {
        private static readonly string[] Sources = ["System.Net.Sockets", "System.Net.NameResolution", "System.Net.Http"];

        public ConcurrentQueue<string> Seen { get; } = new();

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (Sources.Contains(eventSource.Name))
            {
                EnableEvents(eventSource, EventLevel.Verbose);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            // Connections that others make to us are not ours; counters are no calls.
            if (eventData.EventName is { } name && !name.StartsWith("Accept", StringComparison.Ordinal) && name != "EventCounters")
            {
                Seen?.Enqueue($"{eventData.EventSource.Name} {name}");
            }
        }
    }
}
