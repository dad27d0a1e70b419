using System.Net;
using System.Security.Cryptography;

namespace Sfu.Server.Limiting;

/// <summary>
/// Counts tries of a kind per address in windows of fixed length. Addresses are kept as keyed hashes that nobody can turn back after
/// the process has ended, IPv6 ones by their /64, which is what one household has. Thread-safe; memory is bounded.
/// </summary>
internal sealed class AttemptLimit(int most, TimeSpan window, TimeProvider time)
{
    /// <summary>Entries before the oldest windows are forgotten: about a megabyte.</summary>
    private const int MostEntries = 10_000;

    private readonly Lock _lock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<UInt128, (long Start, int Count)> _tries = [];

    /// <summary>False: used up; nothing is said about whether this try would have been right.</summary>
    public bool IsOpen(IPAddress? address, string room)
    {
        lock (_lock)
        {
            return !_tries.TryGetValue(KeyOf(address, room), out var entry) || IsOver(entry.Start) || entry.Count < most;
        }
    }

    public void Count(IPAddress? address, string room)
    {
        var key = KeyOf(address, room);
        lock (_lock)
        {
            var entry = _tries.GetValueOrDefault(key);
            _tries[key] = entry.Count == 0 || IsOver(entry.Start) ? (time.GetTimestamp(), 1) : (entry.Start, entry.Count + 1);
            if (_tries.Count > MostEntries)
            {
                Shrink();
            }
        }
    }

    /// <summary>Drops what is over. Called every second; with nothing to drop it costs a look at each entry.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            foreach (var (key, entry) in _tries)
            {
                if (IsOver(entry.Start))
                {
                    _tries.Remove(key); // allowed while enumerating
                }
            }
        }
    }

    internal int Entries
    {
        get
        {
            lock (_lock)
            {
                return _tries.Count;
            }
        }
    }

    private bool IsOver(long start) => time.GetElapsedTime(start) >= window;

    private void Shrink()
    {
        foreach (var (key, _) in _tries.OrderBy(entry => entry.Value.Start).Take(MostEntries / 2).ToArray())
        {
            _tries.Remove(key);
        }
    }

    private UInt128 KeyOf(IPAddress? address, string room) => AddressMarks.Hash(_key, address, room);
}
