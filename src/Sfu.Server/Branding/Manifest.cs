using System.Text.Json.Serialization;
using Sfu.Server.Options;

namespace Sfu.Server.Branding;

/// <summary>A picture of the web manifest.</summary>
internal sealed record ManifestIcon(
    string Src, string Sizes, string Type, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Purpose = null);

/// <summary>How the page is called and looks once it was put on a phone's start screen: under the operator's name, with her picture.</summary>
internal sealed record Manifest(
    string Name,
    [property: JsonPropertyName("short_name")] string ShortName,
    [property: JsonPropertyName("start_url")] string StartUrl,
    string Scope,
    string Display,
    [property: JsonPropertyName("background_color")] string BackgroundColour,
    [property: JsonPropertyName("theme_color")] string ThemeColour,
    IReadOnlyList<ManifestIcon> Icons)
{
    // The client's own colours (tokens.css).
    private const string StandardBackground = "#f5f4f0";
    private const string StandardAccent = "#17695a";

    private static readonly ManifestIcon[] StandardIcons =
    [
        new("/icons/icon.svg", "any", "image/svg+xml"),
        new("/icons/icon-192.png", "192x192", "image/png"),
        new("/icons/icon-512.png", "512x512", "image/png"),
        new("/icons/icon-maskable-512.png", "512x512", "image/png", "maskable"),
    ];

    public static Manifest For(BrandingOptions branding, BrandFile? favicon) => new(
        branding.Name,
        branding.Name,
        "/",
        "/",
        "standalone",
        branding.BackgroundColour.Length > 0 ? branding.BackgroundColour : StandardBackground,
        branding.Accent.Length > 0 ? branding.Accent : StandardAccent,
        favicon is null ? StandardIcons : [new ManifestIcon("/branding/favicon", "any", favicon.ContentType)]);
}
