using System.Xml.Linq;

namespace Sfu.Architecture.Tests;

public sealed class ReferenceTests
{
    public static TheoryData<string> Projects => SourceProjects.All;

    [Fact]
    public void Every_source_project_has_its_floor()
    {
        var found = Directory.GetFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories)
            .Where(file => !file.Contains("node_modules", StringComparison.Ordinal)).Select(Path.GetFileNameWithoutExtension).Order();
        Assert.Equal(SourceProjects.AllowedReferences.Keys.Order(), found);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void References_go_down_only(string project)
    {
        var named = XDocument.Load(SourceProjects.ProjectFile(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));
        using var module = SourceProjects.Open(project);
        var compiled = module.AssemblyReferences.Select(reference => reference.Name).Where(name => name.StartsWith("Sfu.", StringComparison.Ordinal));
        Assert.Empty(named.Concat(compiled).Except(SourceProjects.AllowedReferences[project]));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Products_need_nothing_but_the_shared_framework(string project)
    {
        Assert.Empty(XDocument.Load(SourceProjects.ProjectFile(project)).Descendants("PackageReference"));
        string[] framework =
        [
            Path.GetDirectoryName(typeof(object).Assembly.Location)!,
            Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Builder.WebApplication).Assembly.Location)!,
        ];
        using var module = SourceProjects.Open(project);
        var foreign = module.AssemblyReferences.Select(reference => reference.Name)
            .Where(name => !name.StartsWith("Sfu.", StringComparison.Ordinal) && !framework.Any(folder => File.Exists(Path.Combine(folder, name + ".dll"))));
        Assert.Empty(foreign);
    }

    [Fact]
    public void Packages_that_every_project_gets_are_analysers()
    {
        var everywhere = XDocument.Load(Repository.PathOf("Directory.Build.props")).Descendants("ItemGroup")
            .Where(group => group.Attribute("Condition") is null).Descendants("PackageReference");
        Assert.All(everywhere, package => Assert.Equal("all", (string?)package.Attribute("PrivateAssets")));
    }
}
