namespace Sfu.Architecture.Tests;

/// <summary>Hand-written files, without what tools made.</summary>
internal static class SourceFiles
{
    private static readonly string[] MadeByTools = ["bin", "obj", "node_modules", "artifacts", "TestResults", ".git"];

    public static IEnumerable<string> Under(string folder, params string[] extensions)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(folder))
        {
            if (extensions.Contains(Path.GetExtension(file)) && !Path.GetFileName(file).Contains(".g.", StringComparison.Ordinal))
            {
                yield return file;
            }
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !MadeByTools.Contains(Path.GetFileName(inner))))
        {
            foreach (var file in Under(inner, extensions))
            {
                yield return file;
            }
        }
    }
}
