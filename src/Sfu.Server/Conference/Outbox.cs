using System.Threading.Channels;
using Sfu.Rooms;
using Sfu.Server.Contracts;
using Sfu.Server.Metrics;

namespace Sfu.Server.Conference;

/// <summary>
/// The events on their way to one participant, in order. Posting never waits, so a reader that has stopped reading holds nobody up:
/// when its outbox is full its connection is cut. Events wait until <see cref="Open"/>, so that none arrives before the reply to the
/// join. Thread-safe; lives as long as the seat.
/// </summary>
internal sealed class Outbox(IClientEvents client, Action cutOff, SfuMetrics metrics)
{
    private readonly Channel<Func<IClientEvents, Task>> _events = Channel.CreateBounded<Func<IClientEvents, Task>>(
        new BoundedChannelOptions(Limits.OutboxEvents) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _opened;
    private volatile bool _closed;

    /// <summary>Completes when everything posted before <see cref="Close"/> is handed over or the client is gone.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Nothing posted from now on arrives.</summary>
    public bool IsClosed => _closed;

    public void Post(Func<IClientEvents, Task> happened)
    {
        // Once closed nothing is accepted, which is not the reader's fault.
        if (_events.Writer.TryWrite(happened) || _closed)
        {
            return;
        }

        Close();
        metrics.SlowReaderCutOff();
        cutOff();
    }

    public void Open()
    {
        if (Interlocked.Exchange(ref _opened, 1) == 0)
        {
            _ = DeliverAsync();
        }
    }

    /// <summary>Nothing more will be posted; what waits is still delivered.</summary>
    public void Close()
    {
        _closed = true;
        _events.Writer.TryComplete();
        Open();
    }

    private async Task DeliverAsync()
    {
        // Off the caller's thread at once: it may hold the room's lock.
        await Task.Yield();
        try
        {
            await foreach (var happened in _events.Reader.ReadAllAsync())
            {
                await happened(client);
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The connection is gone; the hub notices by itself and the seat ends there.
            Close();
        }
        finally
        {
            _drained.TrySetResult();
        }
    }
}
