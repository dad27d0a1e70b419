using System.Globalization;

namespace Sfu.LoadTest.Measurement;

/// <summary>What a process has used so far, all threads together. A snapshot.</summary>
/// <param name="ThreadCpuNs">Time on a core by thread, to the nanosecond (the scheduler's own account).</param>
/// <param name="UserTicks">Of that, in user space; the kernel counts whole ticks, so only the share means something.</param>
/// <param name="SystemTicks">Of that, in the kernel.</param>
/// <param name="Switches">Context switches.</param>
/// <param name="ResidentBytes">Memory in RAM.</param>
internal sealed record ProcessUsage(IReadOnlyDictionary<string, long> ThreadCpuNs, long UserTicks, long SystemTicks, long Switches, long ResidentBytes)
{
    // Fields of /proc/PID/stat counted from behind the command's name (proc_pid_stat(5)): 14 and 15 of all.
    private const int UserField = 11, SystemField = 12;

    public static ProcessUsage Of(int process)
    {
        var cpuNs = new Dictionary<string, long>();
        long switches = 0;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{process}/task"))
        {
            // A thread may end between being listed and being read.
            if (TryRead(Path.Combine(thread, "schedstat")) is { } scheduled)
                cpuNs[thread] = long.Parse(scheduled.Split(' ')[0], CultureInfo.InvariantCulture);
            if (TryRead(Path.Combine(thread, "status")) is { } status)
                switches += Field(status, "voluntary_ctxt_switches:") + Field(status, "nonvoluntary_ctxt_switches:");
        }

        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessUsage(
            cpuNs,
            long.Parse(fields[UserField], CultureInfo.InvariantCulture),
            long.Parse(fields[SystemField], CultureInfo.InvariantCulture),
            switches,
            Field(File.ReadAllText($"/proc/{process}/status"), "VmRSS:") * 1024);
    }

    /// <summary>
    /// What was used since an earlier snapshot. A thread that began in between counts whole; what one that ended has used since
    /// then is lost, so servers that start threads per participant are measured when all are there.
    /// </summary>
    public long CpuNsSince(ProcessUsage earlier) =>
        ThreadCpuNs.Sum(thread => thread.Value - earlier.ThreadCpuNs.GetValueOrDefault(thread.Key));

    public double UserShareSince(ProcessUsage earlier)
    {
        var (user, system) = (UserTicks - earlier.UserTicks, SystemTicks - earlier.SystemTicks);
        return user + system == 0 ? 0 : (double)user / (user + system);
    }

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Field(string status, string name)
    {
        foreach (var line in status.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(name, StringComparison.Ordinal))
                continue;
            var value = line[name.Length..].Trim();
            var end = value.IndexOf(' ');
            return long.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
        }

        return 0;
    }
}
