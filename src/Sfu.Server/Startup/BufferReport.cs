using System.Globalization;
using Sfu.Sockets.Udp;

namespace Sfu.Server.Startup;

/// <summary>Tells an operator whose kernel keeps the media sockets' buffers small, and what to type.</summary>
internal static class BufferReport
{
    private const int Kibibyte = 1024;

    /// <summary>One sentence, or null: everything was granted. Linux only, since nowhere else is there such a setting.</summary>
    public static string? WarningAbout(IEnumerable<PortCounters> ports)
    {
        var small = ports.Where(port => port.ReceiveBufferBytes < port.WantedBufferBytes || port.SendBufferBytes < port.WantedBufferBytes).FirstOrDefault();
        if (small is null || !OperatingSystem.IsLinux())
        {
            return null;
        }

        var granted = Math.Min(small.ReceiveBufferBytes, small.SendBufferBytes);
        var settings = new List<string>();
        if (small.ReceiveBufferBytes < small.WantedBufferBytes)
        {
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"net.core.rmem_max={small.WantedBufferBytes}"));
        }

        if (small.SendBufferBytes < small.WantedBufferBytes)
        {
            settings.Add(string.Create(CultureInfo.InvariantCulture, $"net.core.wmem_max={small.WantedBufferBytes}"));
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"the kernel grants media {granted / Kibibyte} KiB of the {small.WantedBufferBytes / Kibibyte} KiB of buffer wanted, so bursts may be lost; as root: sysctl -w {string.Join(' ', settings)}");
    }
}
