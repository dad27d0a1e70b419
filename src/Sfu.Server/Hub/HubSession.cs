using Microsoft.AspNetCore.SignalR;
using Sfu.Rooms;
using Sfu.Server.Conference;
using Sfu.Server.Contracts;

namespace Sfu.Server.Hub;

/// <summary>
/// What the server keeps of one hub connection: how fast it calls and the seat it holds. Made when it connects, dropped when it ends.
/// SignalR runs a connection's calls one after the other, so only <see cref="TakeSeat"/> against <see cref="End"/> needs the lock.
/// </summary>
internal sealed class HubSession(HubCallerContext connection, IClientEvents client, Limits limits, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly TokenBucket _calls = new(limits.CallsPerSecond, limits.CallBurst, time);
    private int _refusedInARow;
    private Seat? _seat;
    private bool _ended;

    public IClientEvents Client { get; } = client;

    public Seat? Seat
    {
        get
        {
            lock (_lock)
            {
                return _seat;
            }
        }
    }

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

    /// <summary>False: the connection has ended meanwhile and the seat must be given back.</summary>
    public bool TakeSeat(Seat seat)
    {
        lock (_lock)
        {
            _seat = seat;
            return !_ended;
        }
    }

    public void ForgetSeat()
    {
        lock (_lock)
        {
            _seat = null;
        }
    }

    /// <summary>The connection is over; gives the seat to be freed, if any.</summary>
    public Seat? End()
    {
        lock (_lock)
        {
            _ended = true;
            return _seat;
        }
    }
}
