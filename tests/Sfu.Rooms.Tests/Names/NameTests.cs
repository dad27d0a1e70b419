using Sfu.Rooms.Names;

namespace Sfu.Rooms.Tests.Names;

public sealed class NameTests
{
    [Theory]
    [InlineData("Anna", "Anna")]
    [InlineData("  Anna \t\n  Lena  ", "Anna Lena")]
    [InlineData("e\u0301va", "\u00E9va")]
    [InlineData("An\u202Ena\u0000\u200B", "Anna")] // override, NUL and zero-width space vanish
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467", "\U0001F468\u200D\U0001F469\u200D\U0001F467")] // emoji families stay together
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")] // Persian needs its non-joiner
    public void Cleans_a_display_name(string typed, string expected)
    {
        Assert.True(DisplayName.TryParse(typed, out var name, out var reason), reason);
        Assert.Equal(expected, name!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u200D\u202E")]
    [InlineData("\u0301\u0301")]
    [InlineData("\u3164")] // Hangul filler: a letter nobody sees
    public void Refuses_a_display_name_that_shows_nothing_or_is_broken(string typed) =>
        Assert.False(DisplayName.TryParse(typed, out _, out _));

    [Fact]
    public void Holds_display_names_to_64_graphemes_and_256_bytes()
    {
        Assert.True(DisplayName.TryParse(new string('x', 64), out _, out _));
        Assert.False(DisplayName.TryParse(new string('x', 65), out _, out _));
        Assert.True(DisplayName.TryParse("x" + new string('\u0300', 127), out _, out _)); // one grapheme, 255 bytes
        Assert.False(DisplayName.TryParse("x" + new string('\u0300', 128), out _, out _));
        Assert.False(DisplayName.TryParse(new string(' ', Limits.NameInputChars) + "x", out _, out _));
    }

    [Theory]
    [InlineData("Chess Club", "chess club")]
    [InlineData("chess  club ", "chess club")]
    [InlineData("JIRKU\u030A", "jirk\u016F")]
    [InlineData("\u039F\u0394\u039F\u03A3", "\u03BF\u03B4\u03BF\u03C2")] // both small sigmas are one letter
    public void Compares_room_names_without_case_and_composed(string one, string other)
    {
        Assert.True(RoomName.TryParse(one, out var first, out var reason), reason);
        Assert.True(RoomName.TryParse(other, out var second, out reason), reason);
        Assert.Equal(first, second);
        Assert.Equal(first!.GetHashCode(), second!.GetHashCode());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a%2Fb")]
    [InlineData(".well-known")]
    [InlineData("..")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    [InlineData("a\u0000b")]
    public void Refuses_room_names_that_cannot_be_an_address_or_hide_something(string typed) =>
        Assert.False(RoomName.TryParse(typed, out _, out _));

    [Theory]
    [InlineData("hub")]
    [InlineData("HealthZ")]
    [InlineData("readyz")]
    [InlineData("metrics")]
    [InlineData("app")]
    [InlineData("privacy.json")]
    [InlineData("BigBlueButton")]
    [InlineData("external_api.js")]
    [InlineData("whip")]
    [InlineData(" selftest ")]
    [InlineData("index.html")]
    [InlineData("favicon.ico")]
    public void Refuses_addresses_that_are_something_else(string typed)
    {
        Assert.False(RoomName.TryParse(typed, out _, out var reason));
        Assert.Contains("address", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_half_a_surrogate_pair()
    {
        // Not as InlineData: attributes store UTF-8, which has no way to write these.
        foreach (var broken in new[] { "\uD800x", "x\uD800", "\uDC00", "a\uDC00\uD800b" })
        {
            Assert.False(DisplayName.TryParse(broken, out _, out _));
            Assert.False(RoomName.TryParse(broken, out _, out _));
        }
    }

    [Fact]
    public void Holds_room_names_to_100_graphemes_and_256_bytes()
    {
        Assert.True(RoomName.TryParse(new string('x', 100), out _, out _));
        Assert.False(RoomName.TryParse(new string('x', 101), out _, out _));
        Assert.False(RoomName.TryParse(new string('\u20AC', 86), out _, out _)); // 258 bytes
    }
}
