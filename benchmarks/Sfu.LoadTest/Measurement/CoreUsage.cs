using System.Globalization;

namespace Sfu.LoadTest.Measurement;

/// <summary>How busy one core has been so far, whoever made it so, in kernel ticks. A snapshot of /proc/stat.</summary>
internal readonly record struct CoreUsage(long BusyTicks, long TotalTicks)
{
    // user nice system idle iowait irq softirq steal (proc_stat(5)); guest time is within user.
    private const int IdleField = 3, IowaitField = 4, LastField = 7;

    public static CoreUsage Of(int core)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"cpu{core} ");
        var line = File.ReadLines("/proc/stat").First(line => line.StartsWith(name, StringComparison.Ordinal));
        var ticks = line[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();
        var total = ticks.Take(LastField + 1).Sum();
        return new CoreUsage(total - ticks[IdleField] - ticks[IowaitField], total);
    }

    /// <summary>Share of the time between two snapshots in which the core worked, 0 to 1.</summary>
    public static double BusyShare(CoreUsage earlier, CoreUsage later) =>
        later.TotalTicks == earlier.TotalTicks ? 0 : (double)(later.BusyTicks - earlier.BusyTicks) / (later.TotalTicks - earlier.TotalTicks);
}
