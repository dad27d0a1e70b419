namespace Sfu.Media.Ingress;

/// <summary>
/// Continues a publisher's 7-bit VP8 picture ids in 15 bits, by taking each for the nearest to the last one
/// (RFC 7741 §4.2 lets an encoder use either width). Owned by one publisher stream.
/// </summary>
internal struct PictureIdWidener
{
    private const int NarrowBits = 7;
    private const int WideMask = 0x7FFF;

    private int _last;
    private bool _started;

    public ushort Widen(int narrow)
    {
        if (!_started)
        {
            _started = true;
            _last = narrow;
        }

        // The difference of two 7-bit numbers, sign-extended.
        var step = (narrow - _last) << (32 - NarrowBits) >> (32 - NarrowBits);
        var wide = (_last + step) & WideMask;
        if (step > 0)
            _last = wide;
        return (ushort)wide;
    }
}
