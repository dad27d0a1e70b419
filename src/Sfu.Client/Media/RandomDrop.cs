namespace Sfu.Client.Media;

/// <summary>Says for each packet whether a bad network eats it; the same seed says the same. Cheap enough for the packet path.</summary>
/// <param name="probability">0 to 1.</param>
/// <param name="seed">Not 0.</param>
internal sealed class RandomDrop(double probability, int seed)
{
    private readonly uint _threshold = (uint)(Math.Clamp(probability, 0, 1) * uint.MaxValue);
    private uint _state = (uint)seed * 2_654_435_761u;

    public bool Next()
    {
        if (_threshold == 0)
            return false;

        // Marsaglia's xorshift32: nobody's secret depends on it.
        _state ^= _state << 13;
        _state ^= _state >> 17;
        _state ^= _state << 5;
        return _state <= _threshold;
    }
}
