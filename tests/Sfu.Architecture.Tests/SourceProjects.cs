using Mono.Cecil;

namespace Sfu.Architecture.Tests;

/// <summary>The projects of the product, what each may reference, and their compiled assemblies.</summary>
internal static class SourceProjects
{
    /// <summary>Floors from the bottom up; a project may reference the ones named, which all lie below it.</summary>
    public static IReadOnlyDictionary<string, string[]> AllowedReferences { get; } = new Dictionary<string, string[]>
    {
        ["Sfu.Wire"] = [],
        ["Sfu.Rooms"] = [],
        ["Sfu.WebRtc"] = ["Sfu.Wire"],
        ["Sfu.Media"] = ["Sfu.Wire", "Sfu.WebRtc"],
        ["Sfu.Sockets"] = ["Sfu.Wire", "Sfu.WebRtc", "Sfu.Media"],
        ["Sfu.Server"] = ["Sfu.Wire", "Sfu.Rooms", "Sfu.WebRtc", "Sfu.Media", "Sfu.Sockets"],
        ["Sfu.Client"] = ["Sfu.Wire", "Sfu.WebRtc", "Sfu.Sockets"],
    };

    /// <summary>Floors 0 to 2: bytes and time go in, bytes and events come out.</summary>
    public static string[] WithoutInputOrOutput { get; } = ["Sfu.Wire", "Sfu.Rooms", "Sfu.WebRtc", "Sfu.Media"];

    public static TheoryData<string> All => [.. AllowedReferences.Keys];

    public static string ProjectFile(string project) => Repository.PathOf("src", project, project + ".csproj");

    /// <summary>The assembly as built for this test run.</summary>
    public static ModuleDefinition Open(string project) => ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, project + ".dll"));
}
