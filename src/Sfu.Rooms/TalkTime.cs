namespace Sfu.Rooms;

/// <summary>How long who has spoken since the room opened, from what the media engine says about the speakers. Owned by its room.</summary>
public sealed class TalkTime
{
    private readonly Dictionary<uint, long> _spokenMs = [];
    private uint[] _speaking = [];
    private long _sinceMs;

    /// <summary>From now on these speak.</summary>
    public void SetSpeakers(ReadOnlySpan<uint> participants, long nowMs)
    {
        CountUntil(nowMs);
        _speaking = [.. participants];
    }

    public long SpokenMs(uint participant, long nowMs)
    {
        CountUntil(nowMs);
        return _spokenMs.GetValueOrDefault(participant);
    }

    /// <summary>Her time is not asked for any more.</summary>
    public void Forget(uint participant) => _spokenMs.Remove(participant);

    private void CountUntil(long nowMs)
    {
        var passedMs = Math.Max(0, nowMs - _sinceMs);
        foreach (var participant in _speaking)
        {
            _spokenMs[participant] = _spokenMs.GetValueOrDefault(participant) + passedMs;
        }

        _sinceMs = nowMs;
    }
}
