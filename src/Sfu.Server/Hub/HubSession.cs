using Microsoft.AspNetCore.SignalR;
using Sfu.Rooms;
using Sfu.Server.Conference;
using Sfu.Server.Contracts;
using Sfu.Server.Limiting;

namespace Sfu.Server.Hub;

/// <summary>
/// What the server keeps of one hub connection: how fast it calls and the seat it holds. Made when it connects, dropped when it ends.
/// SignalR runs a connection's calls one after the other, so only <see cref="Take"/> against <see cref="End"/> needs the lock.
/// </summary>
internal sealed class HubSession(HubCallerContext connection, IClientEvents client, Limits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TokenBucket _calls = new(limits.CallsPerSecond, limits.CallBurst, time);
    private int _refusedInARow;
    private Tenure? _tenure;
    private bool _ended;

    public IClientEvents Client { get; } = client;

    /// <summary>What this connection holds, if anything.</summary>
    public Tenure? Tenure
    {
        get
        {
            lock (_lock)
            {
                return _tenure;
            }
        }
    }

    /// <summary>Neither a seat nor a place before a door, or one that is over.</summary>
    public bool HoldsNothing => Tenure is not { Outbox.IsClosed: false };

    public void CutOff() => connection.Abort();

    /// <summary>False: too many calls. A client that will not hear it is cut off.</summary>
    public bool TryBeginCall()
    {
        if (_calls.TryTake())
        {
            _refusedInARow = 0;
            return true;
        }

        if (++_refusedInARow > Limits.RefusedCallsBeforeClose)
        {
            connection.Abort();
        }

        return false;
    }

    /// <summary>False: the connection has ended meanwhile and what it took must be given back.</summary>
    public bool Take(Tenure tenure)
    {
        lock (_lock)
        {
            _tenure = tenure;
            return !_ended;
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            _tenure = null;
        }
    }

    /// <summary>The connection is over; gives what has to be freed, if anything.</summary>
    public Tenure? End()
    {
        lock (_lock)
        {
            _ended = true;
            return _tenure;
        }
    }
}

/// <summary>A connection's hold on a seat or on a place before the door. It ends when another connection's outbox is put in.</summary>
internal sealed record Tenure(Seat? Seat, Visitor? Visitor, Outbox Outbox);
