using System.Diagnostics;
using Sfu.LoadTest.Generator;
using Sfu.LoadTest.Scenarios;
using Sfu.LoadTest.Servers;
using Sfu.WebRtc;

namespace Sfu.LoadTest.Measurement;

/// <summary>
/// One run: a fresh server, everybody joins, media flows, and after a warm-up the window is measured. Bounded in time; whatever
/// happens, the server's process is gone afterwards.
/// </summary>
internal sealed class Run(Scenario scenario, TestBed bed, TimeSpan warmUp, TimeSpan window)
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FlowLimit = TimeSpan.FromSeconds(20);

    /// <summary>A source that has not been heard for this long does not flow.</summary>
    private const long FlowGapUs = 500 * MonotonicTime.Millisecond;

    /// <summary>What was sent at the window's end may still be on its way.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    public async Task<RunResult> MeasureAsync(Variant variant, int round)
    {
        var cast = new Cast(scenario, round);
        using var limit = new CancellationTokenSource(JoinLimit);
        await using var server = variant.Create(bed);
        using var loop = new GeneratorLoop(cast.Sources);
        try
        {
            await server.StartAsync(limit.Token).ConfigureAwait(false);
            var idle = await SettleAsync(server.ProcessId, limit.Token).ConfigureAwait(false);
            await server.JoinAsync(cast, loop, limit.Token).ConfigureAwait(false);
            await WaitForFlowsAsync(loop).ConfigureAwait(false);
            await Task.Delay(warmUp).ConfigureAwait(false);
            return await MeasureAsync(variant, round, server, loop, idle).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or TimeoutException or OperationCanceledException or System.Net.WebSockets.WebSocketException or Client.Hub.HubRefusedException)
        {
            throw new RunFailedException($"{scenario.Name} with {variant.Name}: {exception.Message} {loop.Failure?.ToString()}\n{server.Tail()}", exception);
        }
    }

    private async Task<RunResult> MeasureAsync(Variant variant, int round, IMediaServer server, GeneratorLoop loop, ProcessUsage idle)
    {
        await loop.OpenWindowAsync().ConfigureAwait(false);
        var before = Snapshot.Take(server.ProcessId, bed.ServerCore);
        await Task.Delay(window).ConfigureAwait(false);
        await loop.CloseWindowAsync().ConfigureAwait(false);
        var after = Snapshot.Take(server.ProcessId, bed.ServerCore);
        await Task.Delay(Grace).ConfigureAwait(false);

        var (sent, wanted) = await loop.WantedAsync().ConfigureAwait(false);
        var counters = await loop.CountersAsync().ConfigureAwait(false);
        var delivered = loop.Window.Delivered;
        var seconds = Stopwatch.GetElapsedTime(before.At, after.At).TotalSeconds;
        var cpuNs = after.Server.CpuNsSince(before.Server);
        var serverShare = cpuNs / 1e9 / seconds;
        var generatorShare = after.Generator.CpuNsSince(before.Generator) / 1e9 / seconds;
        var packets = Math.Max(1, delivered);
        var result = new RunResult(
            scenario.Name, variant.Name, round, server.Description, counters.Profile, scenario.Participants, seconds, sent, delivered, wanted,
            MegabitsOut: loop.Window.DeliveredBytes * 8 / 1e6 / seconds,
            CpuUsPerPacket: cpuNs / 1e3 / packets,
            UserShare: after.Server.UserShareSince(before.Server),
            SwitchesPerPacket: (double)(after.Server.Switches - before.Server.Switches) / packets,
            DelayP50Us: loop.Window.Latency.PercentileUs(0.5),
            DelayP99Us: loop.Window.Latency.PercentileUs(0.99),
            DelayP999Us: loop.Window.Latency.PercentileUs(0.999),
            IdleMegabytes: idle.ResidentBytes / 1e6,
            MegabytesPerParticipant: (after.Server.ResidentBytes - idle.ResidentBytes) / 1e6 / scenario.Participants,
            serverShare,
            generatorShare,
            OthersShare: Math.Max(0, CoreUsage.BusyShare(before.Core, after.Core) - serverShare),
            counters.NacksSent, counters.KernelDrops, counters.Unexpected,
            Problem: "");
        return result with { Problem = Verdict.ProblemOf(result) };
    }

    /// <summary>The server's memory once it has stopped starting: half a second without a millisecond of work, or three seconds.</summary>
    private static async Task<ProcessUsage> SettleAsync(int process, CancellationToken cancellationToken)
    {
        var last = ProcessUsage.Of(process);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var i = 0; i < 6 && await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); i++)
        {
            var now = ProcessUsage.Of(process);
            if (now.CpuNsSince(last) < 1_000_000)
                return now;
            last = now;
        }

        return last;
    }

    private static async Task WaitForFlowsAsync(GeneratorLoop loop)
    {
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var (live, wanted) = await loop.FlowsAsync(FlowGapUs).ConfigureAwait(false);
            if (live == wanted)
                return;
            if (Stopwatch.GetElapsedTime(start) > FlowLimit)
                throw new TimeoutException($"Only {live} of {wanted} streams arrive.");
            await timer.WaitForNextTickAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Both processes and the server's core at one moment.</summary>
    private sealed record Snapshot(long At, ProcessUsage Server, ProcessUsage Generator, CoreUsage Core)
    {
        public static Snapshot Take(int server, int core) =>
            new(Stopwatch.GetTimestamp(), ProcessUsage.Of(server), ProcessUsage.Of(Environment.ProcessId), CoreUsage.Of(core));
    }
}

/// <summary>A run that came to nothing; the message holds the end of the server's output.</summary>
internal sealed class RunFailedException(string message, Exception inner) : Exception(message, inner);
