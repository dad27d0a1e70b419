namespace Sfu.Benchmarks.ServerMemory;

/// <summary>One way to run the server: a name and the environment variables of the runtime that make it so.</summary>
internal sealed record ServerSettings(string Name, params (string Name, string Value)[] Environment)
{
    private static readonly (string, string) Workstation = ("DOTNET_gcServer", "0");
    private static readonly (string, string) Blocking = ("DOTNET_gcConcurrent", "0");

    /// <summary>Values are hexadecimal, as the runtime reads them.</summary>
    public static ServerSettings[] All { get; } =
    [
        new("as built"),
        new("server, concurrent", ("DOTNET_gcServer", "1"), ("DOTNET_gcConcurrent", "1")),
        new("workstation, concurrent", Workstation, ("DOTNET_gcConcurrent", "1")),
        new("workstation, non-concurrent (WN)", Workstation, Blocking),
        new("WN, gen0 4 MB", Workstation, Blocking, ("DOTNET_GCgen0size", "400000")),
        new("WN, conserve memory 5", Workstation, Blocking, ("DOTNET_GCConserveMemory", "5")),
        new("WN, heap limit 64 MB", Workstation, Blocking, ("DOTNET_GCHeapHardLimit", "4000000")),
        new("WN, no tiered PGO", Workstation, Blocking, ("DOTNET_TieredPGO", "0")),
        new("WN, no tiered compilation", Workstation, Blocking, ("DOTNET_TieredCompilation", "0")),
    ];
}
