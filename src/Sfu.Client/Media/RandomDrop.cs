using System.Security.Cryptography;

namespace Sfu.Client.Media;

/// <summary>Says for each packet whether a bad network eats it. Cheap enough for the packet path.</summary>
internal sealed class RandomDrop(double probability)
{
    private readonly uint _threshold = (uint)(Math.Clamp(probability, 0, 1) * uint.MaxValue);
    private uint _state = (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

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
