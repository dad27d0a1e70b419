namespace Sfu.Sockets;

/// <summary>
/// Parts left out to measure what they are worth, named in the environment variable <c>SFU_WITHOUT</c> (such as
/// <c>segmentation,sendmmsg,gather</c>). For benchmarks/Sfu.LoadTest alone: no setting, and nothing an operator should know.
/// </summary>
internal static class SwitchedOff
{
    private static readonly string[] Parts = (Environment.GetEnvironmentVariable("SFU_WITHOUT") ?? "").Split(',');

    /// <summary>Runs of equal-sized datagrams leave one by one.</summary>
    public static bool Segmentation { get; } = Parts.Contains("segmentation");

    /// <summary>One message per system call.</summary>
    public static bool SendMultiple { get; } = Parts.Contains("sendmmsg");

    /// <summary>A tick's datagrams leave when all are written.</summary>
    public static bool EarlySending { get; } = Parts.Contains("early-sending");

    /// <summary>The loop looks at once instead of letting datagrams come in.</summary>
    public static bool Gathering { get; } = Parts.Contains("gather");

    /// <summary>Turns follow each other at once however many there are.</summary>
    public static bool Pacing { get; } = Parts.Contains("pace");

    /// <summary>A voice never waits for another.</summary>
    public static bool Holding { get; } = Parts.Contains("hold");
}
