using System.Net;
using System.Security.Cryptography;

namespace Sfu.Server.Limiting;

/// <summary>How many slow checks run at once for one address and room, so that guesses in parallel are no more than guesses one by one. Thread-safe.</summary>
internal sealed class AtOnceLimit(int most)
{
    private readonly Lock _lock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<UInt128, int> _running = [];

    /// <summary>False: too many run. True: <see cref="Exit"/> follows.</summary>
    public bool TryEnter(IPAddress? address, string room)
    {
        var key = AddressMarks.Hash(_key, address, room);
        lock (_lock)
        {
            var running = _running.GetValueOrDefault(key);
            _running[key] = running + (running < most ? 1 : 0);
            return running < most;
        }
    }

    public void Exit(IPAddress? address, string room)
    {
        var key = AddressMarks.Hash(_key, address, room);
        lock (_lock)
        {
            if (--_running[key] == 0)
            {
                _running.Remove(key);
            }
        }
    }
}
