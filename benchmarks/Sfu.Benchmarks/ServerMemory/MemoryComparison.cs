using System.Globalization;

namespace Sfu.Benchmarks.ServerMemory;

/// <summary>
/// Starts the server under one setting after the other, holds a meeting in it, and prints memory, start-up time and pauses as
/// a table of medians. Settings take turns, since a shared machine changes its speed over minutes.
/// </summary>
internal static class MemoryComparison
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MeetingTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterMeeting = TimeSpan.FromSeconds(3);

    /// <param name="arguments">The server's DLL, and optionally the number of rounds and a part of the settings' names.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length == 0 || !File.Exists(arguments[0]))
        {
            await Console.Error.WriteLineAsync("Usage: memory <path of Sfu.Server.dll> [rounds] [part of a setting's name]");
            return 1;
        }

        var rounds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 3;
        var settings = ServerSettings.All.Where(setting => arguments.Length < 3 || setting.Name.Contains(arguments[2], StringComparison.OrdinalIgnoreCase)).ToArray();
        var runs = new List<(ServerSettings Settings, Figures Figures)>();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var setting in settings)
            {
                var figures = await MeasureAsync(arguments[0], setting);
                runs.Add((setting, figures));
                Console.WriteLine($"# {round + 1}/{rounds} {Row(setting.Name, [figures])}");
            }
        }

        Console.WriteLine();
        Console.WriteLine("| setting | to /readyz, ms | RSS idle, MB | RSS in the meeting | peak | RSS after it | of that anonymous | GCs | pauses: max, ms | sum, ms | CPU in the meeting, s | packets out per s |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var setting in settings)
            Console.WriteLine(Row(setting.Name, [.. runs.Where(run => run.Settings == setting).Select(run => run.Figures)]));
        return 0;
    }

    private static async Task<Figures> MeasureAsync(string program, ServerSettings settings)
    {
        using var server = await ServerUnderTest.StartAsync(program, settings);
        await Task.Delay(Settling);
        var idle = server.StatusMegabytes("VmRSS");

        using var suspensions = new Suspensions(server.ProcessId);
        double busy;
        TimeSpan cpu;
        long packets;
        await using (var meeting = await Meeting.StartAsync(server.Address))
        {
            await Task.Delay(Settling);
            (cpu, packets) = (server.CpuTime(), meeting.Received());
            await Task.Delay(MeetingTime);
            (cpu, packets) = (server.CpuTime() - cpu, meeting.Received() - packets);
            busy = server.StatusMegabytes("VmRSS");
        }

        await Task.Delay(AfterMeeting);
        var (after, anonymous, peak) = (server.StatusMegabytes("VmRSS"), server.StatusMegabytes("RssAnon"), server.StatusMegabytes("VmHWM"));
        await suspensions.StopAsync();
        return new Figures(
            server.StartUp.TotalMilliseconds, idle, busy, peak, after, anonymous, suspensions.Collections,
            suspensions.PausesMs.DefaultIfEmpty().Max(), suspensions.PausesMs.Sum(), cpu.TotalSeconds, packets / MeetingTime.TotalSeconds);
    }

    private static string Row(string name, Figures[] runs)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(run => run.StartUpMs):F0} | {Median(run => run.Idle):F1} | {Median(run => run.Busy):F1} | {Median(run => run.Peak):F1} | {Median(run => run.After):F1} | {Median(run => run.Anonymous):F1} | {Median(run => run.Collections):F0} | {Median(run => run.LongestPauseMs):F2} | {Median(run => run.PausesMs):F2} | {Median(run => run.CpuSeconds):F2} | {Median(run => run.PacketsPerSecond):F0} |");

        double Median(Func<Figures, double> figure)
        {
            var sorted = runs.Select(figure).Order().ToArray();
            return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        }
    }

    /// <summary>Memory in MB.</summary>
    private sealed record Figures(
        double StartUpMs, double Idle, double Busy, double Peak, double After, double Anonymous, int Collections,
        double LongestPauseMs, double PausesMs, double CpuSeconds, double PacketsPerSecond);
}
