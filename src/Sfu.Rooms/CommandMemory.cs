namespace Sfu.Rooms;

/// <summary>
/// Makes commands take effect once: the same id again gives the first reply; an id older than what is remembered gets
/// <paramref name="forgotten"/> and does nothing. Owned by one seat, not thread-safe; bounded by <see cref="Limits.KeptResults"/>.
/// </summary>
public sealed class CommandMemory<TReply>(TReply forgotten)
{
    private readonly Queue<(long Id, TReply Reply)> _replies = new();
    private long _last;

    /// <param name="id">Chosen by the client, growing.</param>
    /// <param name="carryOut">Called unless the command was carried out before.</param>
    /// <param name="isFinal">False for a reply after which the same command may be tried again.</param>
    public TReply Once(long id, Func<TReply> carryOut, Func<TReply, bool> isFinal)
    {
        foreach (var (known, first) in _replies)
        {
            if (known == id)
            {
                return first;
            }
        }

        if (id <= _last)
        {
            return forgotten;
        }

        var reply = carryOut();
        if (isFinal(reply))
        {
            _last = id;
            _replies.Enqueue((id, reply));
            if (_replies.Count > Limits.KeptResults)
            {
                _replies.Dequeue();
            }
        }

        return reply;
    }
}
