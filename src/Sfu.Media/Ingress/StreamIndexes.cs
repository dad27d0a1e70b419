namespace Sfu.Media.Ingress;

/// <summary>Small numbers for the publisher streams of a room, so that a subscriber finds the slot of a stream in an array. Owned by the room.</summary>
internal sealed class StreamIndexes
{
    private readonly Stack<int> _free = [];
    private int _next;

    public int Take() => _free.TryPop(out var index) ? index : _next++;

    /// <summary>Only when no subscriber's slot carries the stream any more.</summary>
    public void Release(int index) => _free.Push(index);
}
