namespace Sfu.Wire.Rtp;

/// <summary>
/// abs-send-time: 24 bits of seconds in 6.18 fixed point, wrapping every 64 s
/// (http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time).
/// </summary>
public static class AbsoluteSendTime
{
    public const int Length = 3;

    private const int FractionBits = 18;
    private const uint Mask = 0xFF_FFFF;
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long WrapUs = 64 * MicrosecondsPerSecond;

    // What a year of uptime would overflow, the wrap makes superfluous.
    public static uint FromMicroseconds(long timeUs) => (uint)((timeUs % WrapUs << FractionBits) / MicrosecondsPerSecond) & Mask;

    public static void Write(Span<byte> data, uint value)
    {
        data[0] = (byte)(value >> 16);
        data[1] = (byte)(value >> 8);
        data[2] = (byte)value;
    }

    public static bool TryRead(ReadOnlySpan<byte> data, out uint value)
    {
        value = 0;
        if (data.Length != Length)
            return false;
        value = (uint)(data[0] << 16 | data[1] << 8 | data[2]);
        return true;
    }
}
