namespace Sfu.Media.Speakers;

/// <summary>
/// Who speaks now, loudest first, for the clients' highlights. Two change places only when one is clearly louder, so the
/// list is calm. Owned by the room.
/// </summary>
internal sealed class SpeakerList
{
    private Speaker[] _speakers = new Speaker[16];
    private uint[] _announced = new uint[16];
    private int _count;
    private int _announcedCount;

    public ReadOnlySpan<uint> Announced => _announced.AsSpan(0, _announcedCount);

    /// <summary>Begins an update: <see cref="Add"/> each speaker, then <see cref="TryFinish"/>.</summary>
    public void Begin()
    {
        for (var i = 0; i < _count; i++)
            _speakers[i].Energy = -1;
    }

    public void Add(uint participant, int energy)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_speakers[i].Participant != participant)
                continue;
            _speakers[i].Energy = energy;
            return;
        }

        if (_count == _speakers.Length)
            Array.Resize(ref _speakers, _count * 2);
        _speakers[_count++] = new Speaker { Participant = participant, Energy = energy };
    }

    /// <summary>True if the list differs from the one before.</summary>
    public bool TryFinish()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_speakers[i].Energy >= 0)
                _speakers[kept++] = _speakers[i];
        }

        _count = kept;
        for (var i = 1; i < _count; i++)
        {
            for (var j = i; j > 0 && _speakers[j].Energy >= _speakers[j - 1].Energy + LouderFor.Margin; j--)
                (_speakers[j], _speakers[j - 1]) = (_speakers[j - 1], _speakers[j]);
        }

        return TryAnnounce();
    }

    private bool TryAnnounce()
    {
        var changed = _count != _announcedCount;
        if (_announced.Length < _count)
            _announced = new uint[_speakers.Length];
        for (var i = 0; i < _count; i++)
        {
            changed |= _announced[i] != _speakers[i].Participant;
            _announced[i] = _speakers[i].Participant;
        }

        _announcedCount = _count;
        return changed;
    }

    private struct Speaker
    {
        public uint Participant;
        public int Energy;
    }
}
