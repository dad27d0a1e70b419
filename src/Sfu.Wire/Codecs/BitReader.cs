namespace Sfu.Wire.Codecs;

/// <summary>
/// Reads bits from the highest of each byte on. Past the end it yields zeros and remembers it: check
/// <see cref="IsPastEnd"/> after a group of fields, and inside every loop that the input drives.
/// </summary>
internal ref struct BitReader(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private int _position;

    public bool IsPastEnd { get; private set; }

    public bool ReadFlag() => Read(1) != 0;

    /// <param name="count">0 to 32.</param>
    public uint Read(int count)
    {
        if (count > _data.Length * 8 - _position)
        {
            IsPastEnd = true;
            return 0;
        }

        var value = 0u;
        for (var i = 0; i < count; i++, _position++)
            value = value << 1 | (uint)(_data[_position >> 3] >> (7 - (_position & 7)) & 1);
        return value;
    }

    /// <summary>ns(n) of the AV1 bitstream specification §4.10.7: a number below <paramref name="count"/> in as few bits as possible.</summary>
    public uint ReadNonSymmetric(uint count)
    {
        var width = 32 - System.Numerics.BitOperations.LeadingZeroCount(count);
        var shorter = (1u << width) - count;
        var value = Read(width - 1);
        return value < shorter ? value : (value << 1) - shorter + Read(1);
    }
}
