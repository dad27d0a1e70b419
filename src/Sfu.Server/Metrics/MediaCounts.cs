using Sfu.Sockets.Loop;
using Sfu.Sockets.Udp;

namespace Sfu.Server.Metrics;

/// <summary>One media worker's counters: its thread writes them, anybody may read.</summary>
internal sealed record WorkerCounts(LoopCounters Loop, PortCounters Port);

/// <summary>The counters of all media workers, known once they have started.</summary>
internal sealed class MediaCounts
{
    public IReadOnlyList<WorkerCounts> Workers { get; set; } = [];
}
