namespace Sfu.Wire.Rtp;

/// <summary>
/// urn:ietf:params:rtp-hdrext:ssrc-audio-level (RFC 6464 §3): one byte, <c>|V| level (7 bits) |</c>; the level is in -dBov,
/// so 0 is the loudest and 127 is silence.
/// </summary>
public readonly record struct AudioLevel(bool Voice, byte NegativeDbov)
{
    public const byte Silence = 127;
    public const int Length = 1;

    private const byte VoiceFlag = 0x80;
    private const byte LevelMask = 0x7F;

    public static bool TryRead(ReadOnlySpan<byte> data, out AudioLevel level)
    {
        level = default;
        // RFC 6464 §3: with the two-byte header a padding byte may follow the first.
        if (data.IsEmpty)
            return false;
        level = new AudioLevel((data[0] & VoiceFlag) != 0, (byte)(data[0] & LevelMask));
        return true;
    }

    public byte ToByte() => (byte)((Voice ? VoiceFlag : 0) | (NegativeDbov & LevelMask));
}
