using System.Text.RegularExpressions;
using Sfu.Server.Options;

namespace Sfu.Architecture.Tests;

public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_setting_is_documented_with_its_default_and_no_other_is()
    {
        var documented = Rows().Matches(File.ReadAllText(Repository.PathOf("docs", "operations.md")))
            .Select(row => (row.Groups["key"].Value, row.Groups["default"].Value)).Order().ToArray();
        Assert.Equal(StrictBinder.Keys("Sfu", typeof(SfuOptions)).Order().ToArray(), documented);
    }

    /// <summary>A row of the table: key and default in code spans; an empty default is written as a dash.</summary>
    [GeneratedRegex(@"^\| `(?<key>Sfu:[A-Za-z0-9:]+)` \| (?:`(?<default>[^`]*)`|–) \|", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Rows();
}
