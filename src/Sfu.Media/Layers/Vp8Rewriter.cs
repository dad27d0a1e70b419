namespace Sfu.Media.Layers;

/// <summary>
/// Keeps PictureID (15 bit) and TL0PICIDX (8 bit) of RFC 7741 §4.2 continuous when a slot's layer or source changes: the
/// decoder reads a jump as loss. The first picture after a switch gets the number after the highest one sent; within a
/// layer the differences stay as the encoder made them, so real loss stays visible.
/// Owned by one slot.
/// </summary>
internal struct Vp8Rewriter
{
    private const int PictureIdMask = 0x7FFF;
    private const int PictureIdHalf = 0x4000;

    private int _pictureIdOffset;
    private byte _tl0Offset;
    private int _lastPictureId;
    private byte _lastTl0;
    private bool _started;
    private bool _switching;

    /// <summary>The next picture begins another layer or source.</summary>
    public void Switch() => _switching = _started;

    public (ushort PictureId, byte Tl0) Rewrite(ushort pictureId, byte tl0)
    {
        if (_switching)
        {
            _switching = false;
            _pictureIdOffset = pictureId - (_lastPictureId + 1);
            _tl0Offset = (byte)(tl0 - (_lastTl0 + 1));
        }

        var outPictureId = (pictureId - _pictureIdOffset) & PictureIdMask;
        var outTl0 = (byte)(tl0 - _tl0Offset);
        if (!_started || ((outPictureId - _lastPictureId) & PictureIdMask) < PictureIdHalf)
        {
            _started = true;
            _lastPictureId = outPictureId;
            _lastTl0 = outTl0;
        }

        return ((ushort)outPictureId, outTl0);
    }
}
