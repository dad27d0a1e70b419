using System.Collections.Concurrent;

namespace Sfu.Sockets.Loop;

/// <summary>
/// How signalling reaches a worker loop: many threads post, the loop alone takes, in order.
/// Bounded, so that a flood of commands is refused at its source instead of filling memory.
/// </summary>
internal sealed class Mailbox(int capacity)
{
    private readonly ConcurrentQueue<Action<MediaLoop>> _commands = new();
    private int _count;

    /// <summary>False: full; the caller tells its client that the server is busy.</summary>
    public bool TryPost(Action<MediaLoop> command)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _commands.Enqueue(command);
        return true;
    }

    /// <summary>Posts even when full: for what only frees memory, such as a participant's leaving.</summary>
    public void PostAlways(Action<MediaLoop> command)
    {
        Interlocked.Increment(ref _count);
        _commands.Enqueue(command);
    }

    public bool TryTake(out Action<MediaLoop>? command)
    {
        if (!_commands.TryDequeue(out command))
            return false;
        Interlocked.Decrement(ref _count);
        return true;
    }
}
