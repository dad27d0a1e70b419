namespace Sfu.Architecture.Tests;

public sealed class FileSizeTests
{
    private const int HardLimit = 700;
    private const int NeedsReason = 400;
    private const int StyleSheetLimit = 300;

    /// <summary>Files above 400 lines and why they are better in one piece.</summary>
    private static readonly Dictionary<string, string> Reasons = [];

    [Fact]
    public void Files_stay_small_enough_to_be_read()
    {
        var tooLong = new List<string>();
        foreach (var file in SourceFiles.Under(Repository.Root, ".cs", ".ts", ".tsx", ".mjs", ".css"))
        {
            var name = Repository.Relative(file);
            var lines = File.ReadLines(file).Count();
            var limit = file.EndsWith(".css", StringComparison.Ordinal) ? StyleSheetLimit : Reasons.ContainsKey(name) ? HardLimit : NeedsReason;
            if (lines > limit && !name.StartsWith("wwwroot/app/", StringComparison.Ordinal))
            {
                tooLong.Add($"{name}: {lines} lines, limit {limit}");
            }
        }

        Assert.Empty(tooLong);
    }

    [Fact]
    public void The_list_of_long_files_is_not_longer_than_needed() =>
        Assert.All(Reasons.Keys, name => Assert.True(File.ReadLines(Repository.PathOf(name)).Count() > NeedsReason, $"{name} needs no reason any more"));
}
