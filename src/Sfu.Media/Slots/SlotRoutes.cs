using Sfu.Media.Ingress;
using Sfu.WebRtc;

namespace Sfu.Media.Slots;

/// <summary>
/// Which slot of one subscriber concerns itself with which publisher stream: it carries it, or waits for its key frame.
/// At most one slot per stream. Owned by one subscriber.
/// </summary>
internal sealed class SlotRoutes
{
    private Slot?[] _byStream = new Slot?[16];

    public Slot? Find(PublisherStream stream) => stream.RoomIndex < _byStream.Length ? _byStream[stream.RoomIndex] : null;

    public void List(ReadAhead readAhead)
    {
        readAhead.Add(this);
        readAhead.Add(_byStream);
    }

    public void Add(PublisherStream stream, Slot slot)
    {
        if (stream.RoomIndex >= _byStream.Length)
            Array.Resize(ref _byStream, Math.Max(_byStream.Length * 2, stream.RoomIndex + 1));
        ref var route = ref _byStream[stream.RoomIndex];
        if (route is null)
            stream.Readers++;
        route = slot;
    }

    public void Remove(PublisherStream stream, Slot slot)
    {
        if (Find(stream) != slot)
            return;
        _byStream[stream.RoomIndex] = null;
        stream.Readers--;
    }
}
