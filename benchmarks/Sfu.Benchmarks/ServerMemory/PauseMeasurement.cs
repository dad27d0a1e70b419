using System.Globalization;
using Sfu.Client;

namespace Sfu.Benchmarks.ServerMemory;

/// <summary>
/// How long the collector stops a server in which people join and leave as fast as they can while others talk: signalling is what makes garbage. Prints how the pauses
/// are spread, and how late the media loop was.
/// </summary>
internal static class PauseMeasurement
{
    private const int Visitors = 4;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    /// <param name="arguments">The server's DLL, and optionally for how many seconds and a part of the setting's name.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            await Console.Error.WriteLineAsync("Usage: pauses <path of Sfu.Server.dll> [seconds] [part of a setting's name]");
            return 1;
        }

        var time = TimeSpan.FromSeconds(arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 120);
        var wanted = arguments.Length > 2 ? arguments[2] : "as built";
        Console.WriteLine("| setting | joins | collections | pauses, ms: median | p90 | p99 | p99.9 | max | together | loop lag p99, p99.9, max, ms (upper end of the bucket) | RSS, MB |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var settings in ServerSettings.All.Where(setting => setting.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)))
            Console.WriteLine(await MeasureAsync(arguments[0], settings, time));
        return 0;
    }

    private static async Task<string> MeasureAsync(string program, ServerSettings settings, TimeSpan time)
    {
        using var server = await ServerUnderTest.StartAsync(program, settings);
        await using var meeting = await Meeting.StartAsync(server.Address);
        using var warm = new CancellationTokenSource(Settling);
        await JoinAndLeaveAsync(server.Address, warm.Token);

        var before = await LoopLag.ReadAsync(server.Address);
        using var suspensions = new Suspensions(server.ProcessId);
        using var end = new CancellationTokenSource(time);
        var joins = await JoinAndLeaveAsync(server.Address, end.Token);
        await suspensions.StopAsync();
        var lag = (await LoopLag.ReadAsync(server.Address)).Since(before);

        double[] pauses = [.. suspensions.PausesMs.Order()];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {settings.Name} | {joins} | {suspensions.Collections} | {Quantile(0.5):F2} | {Quantile(0.9):F2} | {Quantile(0.99):F2} | {Quantile(0.999):F2} | {Quantile(1):F2} | {pauses.Sum():F0} | {lag.QuantileMs(0.99):G3}, {lag.QuantileMs(0.999):G3}, {lag.QuantileMs(1):G3} of {lag.Count} | {server.StatusMegabytes("VmRSS"):F0} |");

        // Beyond what that many pauses can tell, it is the longest.
        double Quantile(double share) => pauses.Length == 0 ? 0 : pauses[Math.Max((int)Math.Ceiling(share * pauses.Length) - 1, 0)];
    }

    private static async Task<int> JoinAndLeaveAsync(Uri server, CancellationToken end)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Visitors).Select(visitor => Task.Run(() => ComeAndGoAsync(server, visitor, end), CancellationToken.None)));
        return counts.Sum();
    }

    private static async Task<int> ComeAndGoAsync(Uri server, int visitor, CancellationToken end)
    {
        var joins = 0;
        while (!end.IsCancellationRequested)
        {
            await using var guest = await HeadlessParticipant.JoinAsync(server, "memory", $"Visitor {visitor}", new HeadlessOptions(), CancellationToken.None);
            joins++;
        }

        return joins;
    }
}
