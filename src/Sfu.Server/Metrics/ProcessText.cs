using System.Diagnostics;
using System.Globalization;

namespace Sfu.Server.Metrics;

/// <summary>What the process as a whole uses, under the names that Prometheus' own clients have made common.</summary>
internal static class ProcessText
{
    public static void Write(PrometheusText text)
    {
        text.Family("process_cpu_seconds_total", "counter", "CPU time used, user and system.")
            .Sample("process_cpu_seconds_total", "", Environment.CpuUsage.TotalTime.TotalSeconds)
            .Family("process_resident_memory_bytes", "gauge", "Resident memory.")
            .Sample("process_resident_memory_bytes", "", Environment.WorkingSet)
            .Family("dotnet_gc_pause_seconds_total", "counter", "How long garbage collections have stopped every thread.")
            .Sample("dotnet_gc_pause_seconds_total", "", GC.GetTotalPauseDuration().TotalSeconds)
            .Family("dotnet_gc_collections_total", "counter", "Garbage collections, by the oldest generation collected.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            // A collection of one generation is counted for all younger ones too.
            var older = generation == GC.MaxGeneration ? 0 : GC.CollectionCount(generation + 1);
            var labels = string.Create(CultureInfo.InvariantCulture, $"generation=\"{generation}\"");
            text.Sample("dotnet_gc_collections_total", labels, GC.CollectionCount(generation) - older);
        }

        text.Family("sfu_uptime_seconds", "gauge", "Time since the start.")
            .Sample("sfu_uptime_seconds", "", Stopwatch.GetElapsedTime(Started).TotalSeconds);
    }

    private static readonly long Started = Stopwatch.GetTimestamp();
}
