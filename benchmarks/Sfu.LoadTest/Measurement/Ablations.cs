namespace Sfu.LoadTest.Measurement;

/// <summary>Our server with one part switched off at a time, to know what each is worth.</summary>
internal static class Ablations
{
    public static IReadOnlyList<Variant> Of(string serverDll) =>
    [
        Variant.OurServer(serverDll),
        Without(serverDll, "no-gso", "segmentation"),
        Without(serverDll, "no-sendmmsg", "sendmmsg"),
        Without(serverDll, "no-gather", "gather"),
        Without(serverDll, "no-early", "early-sending"),
        Without(serverDll, "no-hold", "hold"),
        Without(serverDll, "no-pace", "pace"),
        Without(serverDll, "one-by-one", "segmentation,sendmmsg,gather"),
        // The runtime then says there are no AES instructions, and SRTP falls back to System.Security.Cryptography.
        Variant.OurServer(serverDll, "bcl-crypto", environment: new Dictionary<string, string> { ["DOTNET_EnableAES"] = "0" }),
        // The path of every other operating system: one plain Socket call per datagram, in and out.
        Variant.OurServer(serverDll, "socket", ["--Sfu:Media:Backend=socket"]),
    ];

    /// <summary>Our server as it is, and with each of the given sets of settings and environment.</summary>
    public static IReadOnlyList<Variant> Trials(string serverDll, IReadOnlyList<string> trials) =>
        [Variant.OurServer(serverDll), .. trials.Select(trial => Trial(serverDll, trial))];

    private static Variant Trial(string serverDll, string trial)
    {
        var words = trial.Split(',').ToLookup(word => word.StartsWith("--", StringComparison.Ordinal));
        return Variant.OurServer(serverDll, trial, [.. words[true]], words[false].Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[^1]));
    }

    private static Variant Without(string serverDll, string name, string parts) =>
        Variant.OurServer(serverDll, name, environment: new Dictionary<string, string> { ["SFU_WITHOUT"] = parts });
}
