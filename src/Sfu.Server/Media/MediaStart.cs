namespace Sfu.Server.Media;

/// <summary>Opens the media ports before the web server takes visitors.</summary>
internal sealed class MediaStart(IMediaPlane media) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        media.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
