namespace Sfu.Testing.Processes;

/// <summary>Where a test finds the built server and the files beside it: everything is relative to the folder of Sfu.sln.</summary>
public static class RepositoryLayout
{
    public static string Root { get; } = FindRoot();

    /// <summary>"Debug" or "Release": whatever the running test project was built as.</summary>
    public static string Configuration { get; } = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!);

    public static string ServerDll => Path.Combine(Root, "src", "Sfu.Server", "bin", Configuration, "net10.0", "Sfu.Server.dll");

    /// <summary>Screenshots and logs of failing tests; ignored by git and made anew by every run of the test command.</summary>
    public static string Artifacts { get; } = Directory.CreateDirectory(Path.Combine(Root, "artifacts", "test")).FullName;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sfu.sln"))) { return folder.FullName; }
        }

        throw new InvalidOperationException("Tests run from inside the repository: Sfu.sln was not found above the test's folder.");
    }
}
