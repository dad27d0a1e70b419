using System.Text.RegularExpressions;

namespace Sfu.Architecture.Tests;

/// <summary>docs/privacy.md names a line for every criterion, and no test that does not exist.</summary>
public sealed partial class PrivacyDocumentTests
{
    private const int Criteria = 36;

    [Fact]
    public void Every_criterion_has_its_line_in_order()
    {
        var ids = Lines().Select(line => line.Groups["id"].Value);
        Assert.Equal(Enumerable.Range(1, Criteria).Select(number => $"PRV-{number:00}"), ids);
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var classes = SourceFiles.Under(Repository.PathOf("tests"), ".cs").Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.Ordinal);
        Assert.All(Lines(), line => Assert.All(
            TestName().Matches(line.Groups["tests"].Value),
            test => Assert.True(classes.Contains(test.Groups[1].Value), $"{line.Groups["id"].Value}: there is no {test.Groups[1].Value}")));
    }

    [Fact]
    public void A_promise_that_is_shown_names_its_test_and_an_open_one_does_not() =>
        Assert.All(Lines(), line => Assert.Equal(!line.Groups["state"].Value.StartsWith("open", StringComparison.Ordinal), TestName().IsMatch(line.Groups["tests"].Value)));

    private static MatchCollection Lines() => Line().Matches(File.ReadAllText(Repository.PathOf("docs", "privacy.md")));

    [GeneratedRegex(@"^\| (?<id>PRV-[0-9]{2}) \| [^|]+ \| (?<state>[^|]+) \| (?<tests>[^|]+) \|$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Line();

    [GeneratedRegex(@"`([A-Za-z0-9]+)`", RegexOptions.CultureInvariant)]
    private static partial Regex TestName();
}
