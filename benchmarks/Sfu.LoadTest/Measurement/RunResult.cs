namespace Sfu.LoadTest.Measurement;

/// <summary>One run of one server in one scenario. Everything refers to the measured window.</summary>
/// <param name="Round">0 is the first, which no median counts.</param>
/// <param name="Profile">SRTP profile that was negotiated.</param>
/// <param name="Wanted">Deliveries that should have been made.</param>
/// <param name="CpuUsPerPacket">Server CPU per delivered packet.</param>
/// <param name="UserShare">Of that, in user space.</param>
/// <param name="SwitchesPerPacket">Context switches of the server per delivered packet.</param>
/// <param name="ServerShare">Of its core.</param>
/// <param name="GeneratorShare">Of its core.</param>
/// <param name="OthersShare">Of the server's core taken by anything else: what makes a run noisy.</param>
/// <param name="Problem">Why the run does not count; empty if it does.</param>
internal sealed record RunResult(
    string Scenario,
    string Variant,
    int Round,
    string Server,
    string Profile,
    int Participants,
    double Seconds,
    long PacketsIn,
    long PacketsOut,
    long Wanted,
    double MegabitsOut,
    double CpuUsPerPacket,
    double UserShare,
    double SwitchesPerPacket,
    long DelayP50Us,
    long DelayP99Us,
    long DelayP999Us,
    double IdleMegabytes,
    double MegabytesPerParticipant,
    double ServerShare,
    double GeneratorShare,
    double OthersShare,
    long NacksSent,
    long GeneratorDrops,
    long Unexpected,
    string Problem)
{
    public bool IsValid => Problem.Length == 0;

    public double Loss => Wanted == 0 ? 0 : 1 - ((double)PacketsOut / Wanted);

    public double UserUsPerPacket => CpuUsPerPacket * UserShare;

    public double SystemUsPerPacket => CpuUsPerPacket * (1 - UserShare);
}
