using System.Collections.Concurrent;
using Sfu.Rooms;

namespace Sfu.Server.Hub;

/// <summary>
/// Ends hub connections that hold neither a seat nor a place before a door for too long: each costs buffers and counts against the
/// limit for those who want to meet. One for the life of the process.
/// </summary>
internal sealed class IdleConnections(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<HubSession, long?> _idleSince = new();

    /// <summary>Connections there are, idle or not.</summary>
    public int Count => _idleSince.Count;

    public void Add(HubSession session) => _idleSince[session] = null;

    public void Remove(HubSession session) => _idleSince.TryRemove(session, out _);

    public void Sweep()
    {
        foreach (var (session, since) in _idleSince)
        {
            long? now = session.HoldsNothing ? since ?? time.GetTimestamp() : null;
            _idleSince.TryUpdate(session, now, since);
            if (now is { } start && time.GetElapsedTime(start) >= TimeSpan.FromSeconds(Limits.IdleConnectionSeconds))
            {
                session.CutOff();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Sweep();
        }
    }
}
