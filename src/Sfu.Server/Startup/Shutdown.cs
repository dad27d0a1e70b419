using Sfu.Server.Conference;
using Sfu.Server.Health;

namespace Sfu.Server.Startup;

/// <summary>
/// Tells everybody that the server stops, before SignalR closes the connections. Registered when the server has started: callbacks
/// of a token run last-registered first, and SignalR registers its own earlier.
/// </summary>
internal sealed class Shutdown(IHostApplicationLifetime lifetime, ConferenceHall hall, Readiness readiness) : IHostedService
{
    /// <summary>At most: it takes milliseconds unless the machine is overloaded or somebody's line is stuck.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            lifetime.ApplicationStopping.Register(SayGoodbye);
            readiness.Begin();
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void SayGoodbye()
    {
        readiness.End();
        hall.CloseAsync().Wait(Farewell);
    }
}
