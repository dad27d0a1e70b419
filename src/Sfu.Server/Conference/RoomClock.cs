namespace Sfu.Server.Conference;

/// <summary>Looks after seats and rooms whose time is up, once a second. One for the life of the process.</summary>
internal sealed class RoomClock(ConferenceHall hall, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            hall.Sweep();
        }
    }
}
