using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sfu.Server.Consent;

/// <summary>
/// What a visitor who has accepted carries: which text, and when. Nothing else, so it can tell nobody apart. It is a declaration and no
/// credential, and therefore not signed: whoever writes it herself has accepted too.
/// </summary>
/// <param name="Version">Of the text; see <see cref="ConsentTexts.Version"/>.</param>
/// <param name="GivenAt">To the second.</param>
internal readonly record struct ConsentStamp(string Version, DateTimeOffset GivenAt)
{
    /// <summary>How long a consent holds.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <summary>Machines behind one name need not agree on the time to the second.</summary>
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);

    private const int LongestText = 64;

    public static bool TryParse([NotNullWhen(true)] string? text, out ConsentStamp stamp)
    {
        stamp = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (text is null || text.Length > LongestText || dot <= 0
            || !long.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return false;
        }

        stamp = new ConsentStamp(text[..dot], DateTimeOffset.FromUnixTimeSeconds(seconds));
        return true;
    }

    public bool IsValid(string version, DateTimeOffset now) =>
        Version.Equals(version, StringComparison.Ordinal) && GivenAt <= now + ClockDifference && now - GivenAt < Lifetime;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Version}.{GivenAt.ToUnixTimeSeconds()}");
}
