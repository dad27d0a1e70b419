using Sfu.Wire;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// The remote addresses authentic checks came from, and which of them is selected. Holds 8; a ninth takes the place of the
/// one that was silent longest, never of the selected one. Owned by its agent; fixed memory.
/// </summary>
internal sealed class VerifiedAddresses
{
    /// <summary>What mediasoup holds: more than a browser's interfaces, few enough to search without a table.</summary>
    public const int Capacity = 8;

    private readonly Entry[] _entries = new Entry[Capacity];
    private int _count;
    private int _selected = -1;

    public bool HasSelected => _selected >= 0;

    public TransportAddress Selected => HasSelected ? _entries[_selected].Address : default;

    public bool Contains(in TransportAddress address) => IndexOf(address) >= 0;

    /// <summary>Notes an authentic check and returns the address's place, good until the next call.</summary>
    public int Refresh(in TransportAddress address, long nowUs)
    {
        var index = IndexOf(address);
        if (index < 0)
        {
            index = _count < Capacity ? _count++ : FindLongestSilent();
            _entries[index].Address = address;
        }

        _entries[index].LastCheckUs = nowUs;
        return index;
    }

    public void Select(int index) => _selected = index;

    /// <summary>True when the selected address was last checked more than <paramref name="silenceUs"/> ago.</summary>
    public bool IsSelectedSilent(long nowUs, long silenceUs) => HasSelected && nowUs - _entries[_selected].LastCheckUs > silenceUs;

    private int IndexOf(in TransportAddress address)
    {
        for (var index = 0; index < _count; index++)
        {
            if (_entries[index].Address == address)
                return index;
        }

        return -1;
    }

    private int FindLongestSilent()
    {
        var longest = _selected == 0 ? 1 : 0;
        for (var index = longest + 1; index < _count; index++)
        {
            if (index != _selected && _entries[index].LastCheckUs < _entries[longest].LastCheckUs)
                longest = index;
        }

        return longest;
    }

    private struct Entry
    {
        public TransportAddress Address;
        public long LastCheckUs;
    }
}
