using Sfu.Wire.Codecs;

namespace Sfu.Client.Media;

/// <summary>
/// Finds out which frames arrived whole, whatever the order of their packets, and which of those a decoder could show:
/// the ones that follow a key frame without a gap in the picture ids. Owned by its stream.
/// </summary>
internal sealed class FrameTracker
{
    /// <summary>How far back a frame may reach, in packets; larger than any frame sent here and any useful retransmission.</summary>
    private const int Packets = 1024;

    /// <summary>How many frames may wait for an earlier one.</summary>
    private const int Pictures = 256;

    private const byte Received = 1;
    private const byte Start = 2;
    private const byte End = 4;
    private const byte Key = 8;

    private readonly byte[] _flags = new byte[Packets];
    private readonly ushort[] _pictureIds = new ushort[Packets];
    private readonly byte[] _pictures = new byte[Pictures];
    private int _shown = -1;
    private int _newest = -1;

    public long Frames { get; private set; }

    public long Keyframes { get; private set; }

    public long DecodableFrames { get; private set; }

    /// <summary>A decoder could not go on: no key frame yet, or later frames are whole while an earlier one is not.</summary>
    public bool IsStuck => _shown < 0 || _shown != _newest;

    /// <summary>Forgets the packets between the old highest number and the new one: they are of the last round.</summary>
    public void Advance(long from, long to)
    {
        for (var sequence = Math.Max(from + 1, to - Packets + 1); sequence <= to; sequence++)
            _flags[sequence % Packets] = 0;
    }

    /// <summary>An audio packet is a frame of its own.</summary>
    public void AddAudio()
    {
        Frames++;
        DecodableFrames++;
    }

    public void AddVideo(long sequence, long highest, bool marker, in Vp8Descriptor vp8)
    {
        if (highest - sequence >= Packets)
            return;
        _flags[sequence % Packets] = (byte)(Received
            | (vp8.IsFrameStart ? Start : 0) | (marker ? End : 0) | (vp8.IsKeyframeStart ? Key : 0));
        _pictureIds[sequence % Packets] = vp8.PictureId;
        if (!TryFindStart(sequence, highest, out var isKey) || !TryFindEnd(sequence, highest))
            return;

        Frames++;
        Keyframes += isKey ? 1 : 0;
        if (vp8.HasPictureId)
            AddPicture(vp8.PictureId, isKey);
    }

    private bool TryFindStart(long sequence, long highest, out bool isKey)
    {
        for (var at = sequence; at > highest - Packets; at--)
        {
            var flags = _flags[at % Packets];
            isKey = (flags & Key) != 0;
            if ((flags & Received) == 0 || (at < sequence && (flags & End) != 0))
                return false;
            if ((flags & Start) != 0)
                return true;
        }

        isKey = false;
        return false;
    }

    private bool TryFindEnd(long sequence, long highest)
    {
        for (var at = sequence; at <= highest; at++)
        {
            var flags = _flags[at % Packets];
            if ((flags & Received) == 0 || (at > sequence && (flags & Start) != 0))
                return false;
            if ((flags & End) != 0)
                return true;
        }

        return false;
    }

    private void AddPicture(ushort pictureId, bool isKey)
    {
        if (_newest < 0 || IsAfter(pictureId, _newest))
        {
            // What lies between is not whole yet.
            var from = _newest < 0 ? pictureId : Next(_newest);
            for (var id = Distance(pictureId, from) >= Pictures ? pictureId : from; id != pictureId; id = Next(id))
                _pictures[id % Pictures] = 0;
            _newest = pictureId;
        }

        _pictures[pictureId % Pictures] = (byte)(isKey ? Received | Key : Received);
        if (isKey && (_shown < 0 || IsAfter(pictureId, _shown)))
            Show(pictureId);
        else if (_shown < 0 || pictureId != Next(_shown))
            return;

        while (_shown != _newest && (_pictures[Next(_shown) % Pictures] & Received) != 0)
            Show(Next(_shown));
    }

    private void Show(int pictureId)
    {
        _shown = pictureId;
        DecodableFrames++;
    }

    private static int Next(int pictureId) => (pictureId + 1) & Vp8Descriptor.PictureIdMask;

    private static int Distance(int later, int earlier) => (later - earlier) & Vp8Descriptor.PictureIdMask;

    private static bool IsAfter(int a, int b) => a != b && Distance(a, b) <= Vp8Descriptor.PictureIdMask / 2;
}
