using System.Globalization;
using System.Text;
using Sfu.Server.Options;

namespace Sfu.Server.Branding;

/// <summary>The operator's colours as a style sheet over the client's own; refuses at the start what could not be read.</summary>
internal static class BrandColours
{
    /// <summary>WCAG 2.2, 1.4.3: for text.</summary>
    private const double LeastForText = 4.5;

    /// <summary>Nothing is written on the picture itself: what stands on it gets a ground of its own.</summary>
    private const string BackgroundPicture =
        """
        .page,.consent-page{background:var(--bg) url(/branding/background) center/cover fixed}
        .page>main{padding:var(--space-5);border-radius:var(--radius-l);background:var(--surface);box-shadow:var(--shadow)}
        .page>.header,.page>.footer{background:var(--surface)}

        """;

    // The client's own colours (tokens.css) that the operator's meet.
    private static readonly Colour LightSurface = new(0xff, 0xff, 0xff);
    private static readonly Colour DarkSurface = new(0x1d, 0x24, 0x27);
    private static readonly Colour Ink = new(0x1c, 0x23, 0x25);
    private static readonly Colour Muted = new(0x56, 0x60, 0x66);

    /// <exception cref="StartException">A colour is none, or makes text unreadable.</exception>
    public static string StyleSheet(BrandingOptions options)
    {
        var light = new StringBuilder();
        var dark = new StringBuilder();
        if (options.Accent.Length > 0)
        {
            AddAccents(options, light, dark);
        }

        if (options.BackgroundColour.Length > 0)
        {
            const string Key = "Sfu:Branding:BackgroundColour";
            var background = Colour.Parse(options.BackgroundColour, Key);
            Demand(Key, background, Ink, "the text");
            Demand(Key, background, Muted, "the small text");
            light.Append("--bg:").Append(background).Append(';');

            // In the dark scheme the client's own background stays.
            dark.Append("--bg:#121618;");
        }

        var sheet = new StringBuilder();
        sheet.Append(light.Length > 0 ? $":root{{{light}}}\n" : "");
        sheet.Append(dark.Length > 0 ? $"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n" : "");
        sheet.Append(options.Background.Length > 0 ? BackgroundPicture : "");
        return sheet.ToString();
    }

    private static void AddAccents(BrandingOptions options, StringBuilder light, StringBuilder dark)
    {
        const string Key = "Sfu:Branding:Accent";
        var accent = Colour.Parse(options.Accent, Key);
        var text = options.AccentText.Length > 0 ? Colour.Parse(options.AccentText, "Sfu:Branding:AccentText") : Colour.White;
        Demand(Key, accent, text, "the text on it");
        Demand(Key, accent, LightSurface, "the page");
        AddAccent(light, accent, text, accent.Mix(Colour.Black, 0.2));

        // The same hue, as much lighter as the dark scheme needs.
        var lighter = accent;
        while (lighter.ContrastWith(DarkSurface) < LeastForText)
        {
            lighter = lighter.Mix(Colour.White, 0.1);
        }

        AddAccent(dark, lighter, Colour.Black, lighter.Mix(Colour.White, 0.2));
    }

    private static void AddAccent(StringBuilder sheet, Colour accent, Colour text, Colour strong) =>
        sheet.Append("--accent:").Append(accent).Append(";--accent-ink:").Append(text).Append(";--accent-strong:").Append(strong).Append(';');

    private static void Demand(string key, Colour colour, Colour beside, string what)
    {
        var ratio = colour.ContrastWith(beside);
        if (ratio < LeastForText)
        {
            throw new StartException(string.Create(
                CultureInfo.InvariantCulture,
                $"{key} {colour} makes text unreadable: its contrast with {what} ({beside}) is {Math.Floor(ratio * 100) / 100:0.00}:1, and {LeastForText}:1 is the least."));
        }
    }
}
