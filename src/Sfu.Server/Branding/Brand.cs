using Sfu.Server.Options;
using Sfu.Server.Pages;

namespace Sfu.Server.Branding;

/// <summary>A file of the operator's, as it is served.</summary>
internal sealed record BrandFile(byte[] Content, string ContentType);

/// <summary>A link at the foot of the pages. <paramref name="Kind"/> is <c>privacy</c>, <c>imprint</c>, <c>terms</c> (the page names them) or <c>other</c>.</summary>
internal sealed record BrandLink(string Kind, string Label, string Href);

/// <summary>What the page asks to look like the operator's.</summary>
internal sealed record Site(string Name, bool HasLogo, IReadOnlyList<BrandLink> Links);

/// <summary>The operator's look, read and checked once at the start. Singleton.</summary>
internal sealed class Brand
{
    private const int LargestFile = 2 * 1024 * 1024;
    private const int LongestName = 60;

    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".svg"] = "image/svg+xml", [".png"] = "image/png", [".jpg"] = "image/jpeg", [".jpeg"] = "image/jpeg", [".webp"] = "image/webp", [".ico"] = "image/x-icon",
    };

    /// <exception cref="StartException">A setting cannot be used.</exception>
    public Brand(SfuOptions options)
    {
        var branding = options.Branding;
        if (branding.Name.Length is 0 or > LongestName)
        {
            throw new StartException($"Sfu:Branding:Name must have 1 to {LongestName} characters.");
        }

        Logo = Read(branding.Logo, "Sfu:Branding:Logo");
        Favicon = Read(branding.Favicon, "Sfu:Branding:Favicon");
        Background = Read(branding.Background, "Sfu:Branding:Background");
        StyleSheet = BrandColours.StyleSheet(branding);
        Manifest = Manifest.For(branding, Favicon);
        Site = new Site(branding.Name, Logo is not null, [.. LegalLinks(options.Legal), .. branding.Links.Select(ReadLink)]);
    }

    public Site Site { get; }

    public Manifest Manifest { get; }

    public string StyleSheet { get; }

    public BrandFile? Logo { get; }

    public BrandFile? Favicon { get; }

    public BrandFile? Background { get; }

    private static IEnumerable<BrandLink> LegalLinks(LegalOptions legal)
    {
        yield return new BrandLink("privacy", "", Checked(legal.Privacy.Length > 0 ? legal.Privacy : "/privacy", "Sfu:Legal:Privacy"));
        if (legal.Imprint.Length > 0)
        {
            yield return new BrandLink("imprint", "", Checked(legal.Imprint, "Sfu:Legal:Imprint"));
        }

        if (legal.Terms.Length > 0)
        {
            yield return new BrandLink("terms", "", Checked(legal.Terms, "Sfu:Legal:Terms"));
        }
    }

    private static BrandLink ReadLink(string text, int index)
    {
        var key = $"Sfu:Branding:Links:{index}";
        return text.Split('|', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } label, var address]
            ? new BrandLink("other", label, Checked(address, key))
            : throw new StartException($"{key} must look like Our club|https://club.example, not '{text}'.");
    }

    private static string Checked(string address, string key) => SafeLink.IsSafe(address)
        ? address
        : throw new StartException($"{key} must be an address with https://, http:// or mailto:, or a path of this server, not '{address}'.");

    private static BrandFile? Read(string path, string key)
    {
        if (path.Length == 0)
        {
            return null;
        }

        return ContentTypes.TryGetValue(Path.GetExtension(path), out var type)
            ? new BrandFile(OperatorFile.ReadBytes(path, key, LargestFile), type)
            : throw new StartException($"{key} must be a file that ends in {string.Join(", ", ContentTypes.Keys)}, not '{path}'.");
    }
}
