using System.Text.RegularExpressions;

namespace Sfu.Architecture.Tests;

public sealed partial class FolderTests
{
    public static TheoryData<string> Projects => SourceProjects.All;

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_namespace_is_its_folder(string project)
    {
        var root = Repository.PathOf("src", project);
        foreach (var file in SourceFiles.Under(root, ".cs"))
        {
            var declared = Namespace().Match(File.ReadAllText(file));
            var folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!);
            var expected = folder == "." ? project : project + "." + folder.Replace(Path.DirectorySeparatorChar, '.');
            Assert.True(!declared.Success || declared.Groups[1].Value == expected, $"{Repository.Relative(file)} says {declared.Groups[1].Value}, its folder {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_do_not_depend_on_each_other_in_a_circle(string project)
    {
        using var module = SourceProjects.Open(project);
        var graph = FolderGraph.Of(module, project);
        Assert.True(graph.FindCircle() is not { } circle, $"{project}: {graph.Explain()}");
    }

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Namespace();
}
