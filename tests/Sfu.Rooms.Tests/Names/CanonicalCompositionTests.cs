using System.Globalization;
using System.Text;
using Sfu.Rooms.Names;

namespace Sfu.Rooms.Tests.Names;

public sealed class CanonicalCompositionTests
{
    [Theory]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\u212B", "\u00C5")] // ANGSTROM SIGN is a singleton
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")] // UAX #15 figure 6
    [InlineData("q\u0307\u0323", "q\u0323\u0307")] // marks are ordered even where nothing composes
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\u0958", "\u0915\u093C")] // composition exclusion
    [InlineData("Zo\u00EB", "Zo\u00EB")]
    public void Composes_as_the_Unicode_annex_says(string text, string expected) => Assert.Equal(expected, CanonicalComposition.Compose(text));

    [Fact]
    public void Agrees_with_another_implementation_and_composing_twice_changes_nothing()
    {
        var count = 0;
        foreach (var line in ReadVectors())
        {
            var separator = line.IndexOf(';', StringComparison.Ordinal);
            var composed = CanonicalComposition.Compose(FromHex(line[..separator]));
            Assert.Equal(FromHex(line[(separator + 1)..]), composed);
            Assert.Equal(composed, CanonicalComposition.Compose(composed));
            count++;
        }

        Assert.Equal(400, count);
    }

    private static string[] ReadVectors()
    {
        using var stream = typeof(CanonicalCompositionTests).Assembly.GetManifestResourceStream("composition-vectors.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string FromHex(string points)
    {
        var text = new StringBuilder();
        foreach (var point in points.Split(' '))
        {
            text.Append(new Rune(int.Parse(point, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        }

        return text.ToString();
    }
}
