namespace Sfu.Wire.Sdp;

public enum MediaKind : byte
{
    Audio,
    Video,
}
