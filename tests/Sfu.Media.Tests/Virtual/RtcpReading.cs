using Sfu.Wire.Rtcp;

namespace Sfu.Media.Tests.Virtual;

internal static class RtcpReading
{
    /// <summary>The only packet of a compound.</summary>
    public static bool TryReadNextOnce(this RtcpCompoundReader reader, out RtcpPacketReader packet) => reader.TryReadNext(out packet);
}
