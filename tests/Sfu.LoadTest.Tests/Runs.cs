using Sfu.LoadTest.Measurement;
using Sfu.LoadTest.Scenarios;

namespace Sfu.LoadTest.Tests;

/// <summary>Runs as a quiet machine would give them.</summary>
internal static class Runs
{
    public static Scenario Scenario { get; } = Scenario.All[0];

    public static RunResult Of(string variant, int round, double cpuUsPerPacket) => new(
        Scenario.Name, variant, round, "a server", "AeadAes128Gcm", Participants: 21, Seconds: 10, PacketsIn: 1000, PacketsOut: 20_000, Wanted: 20_000,
        MegabitsOut: 10, cpuUsPerPacket, UserShare: 0.25, SwitchesPerPacket: 0.1, DelayP50Us: 300, DelayP99Us: 1000, DelayP999Us: 2000,
        IdleMegabytes: 70, MegabytesPerParticipant: 1, ServerShare: 0.4, GeneratorShare: 0.5, OthersShare: 0.01,
        NacksSent: 0, GeneratorDrops: 0, Unexpected: 0, Problem: "");
}
