using System.Globalization;
using Sfu.Server.Options;

namespace Sfu.Server.Branding;

/// <summary>An sRGB colour and how well it can be told from another (WCAG 2.2, "contrast ratio").</summary>
internal readonly record struct Colour(byte Red, byte Green, byte Blue)
{
    public static readonly Colour White = new(255, 255, 255);
    public static readonly Colour Black = new(0, 0, 0);

    private double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <exception cref="StartException">It is no colour; names the key.</exception>
    public static Colour Parse(string text, string key)
    {
        var value = 0;
        var isColour = text.Length == 7 && text[0] == '#' && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        return isColour
            ? new Colour((byte)(value >> 16), (byte)(value >> 8), (byte)value)
            : throw new StartException($"{key} must be a colour like #17695a, not '{text}'.");
    }

    /// <summary>1 (alike) to 21 (black on white).</summary>
    public double ContrastWith(Colour other)
    {
        var (lighter, darker) = Luminance > other.Luminance ? (Luminance, other.Luminance) : (other.Luminance, Luminance);
        return (lighter + 0.05) / (darker + 0.05);
    }

    public Colour Mix(Colour other, double share) => new(Blend(Red, other.Red, share), Blend(Green, other.Green, share), Blend(Blue, other.Blue, share));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static byte Blend(byte one, byte other, double share) => (byte)Math.Round(one + ((other - one) * share));

    private static double Linear(byte channel)
    {
        var value = channel / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
    }
}
