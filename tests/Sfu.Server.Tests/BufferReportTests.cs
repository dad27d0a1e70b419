using System.Globalization;
using System.Net;
using Sfu.Server.Startup;
using Sfu.Sockets.Udp;

namespace Sfu.Server.Tests;

/// <summary>The warning about small socket buffers, from what the kernel of this machine really grants.</summary>
public sealed class BufferReportTests
{
    [Fact]
    public void Names_the_exact_setting_when_the_kernel_grants_less_than_was_asked_for_and_says_nothing_otherwise()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // such settings are Linux's
        }

        var (receive, send) = (KernelMaximum("rmem_max"), KernelMaximum("wmem_max"));
        Assert.Null(WarningAfterAskingFor(Math.Min(receive, send)));

        var wanted = 2 * Math.Max(receive, send);
        var warning = WarningAfterAskingFor(wanted);
        Assert.NotNull(warning);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"sysctl -w net.core.rmem_max={wanted} net.core.wmem_max={wanted}"), warning, StringComparison.Ordinal);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{Math.Min(receive, send) / 1024} KiB of the {wanted / 1024} KiB"), warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_only_the_setting_that_is_too_small()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var half = new PortCounters { WantedBufferBytes = 4096, ReceiveBufferBytes = 4096, SendBufferBytes = 1024 };
        Assert.EndsWith("sysctl -w net.core.wmem_max=4096", BufferReport.WarningAbout([half]), StringComparison.Ordinal);
    }

    private static string? WarningAfterAskingFor(int bytes)
    {
        using var port = UdpPort.Open(IPAddress.Loopback, 0, bytes, UdpBackend.Auto);
        return BufferReport.WarningAbout([port.Counters]);
    }

    private static int KernelMaximum(string name) => int.Parse(File.ReadAllText("/proc/sys/net/core/" + name), CultureInfo.InvariantCulture);
}
