using System.Text;
using System.Text.Encodings.Web;
using Sfu.Server.Branding;

namespace Sfu.Server.Pages;

/// <summary>
/// The page every visitor gets, with the operator's name in its head: a tab, a bookmark or a phone's list of open pages shows it before any script
/// has run. Read anew when the file changes, as it does while the client is worked on. Singleton.
/// </summary>
internal sealed class IndexPage(Brand brand)
{
    private const string Title = "<title>Sfu</title>";
    private const string Name = "<meta name=\"application-name\" content=\"Sfu\">";

    private volatile Cached? _cached;

    /// <summary>The page's bytes; null when the client was not built.</summary>
    public byte[]? Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        var cached = _cached;
        if (cached is null || cached.Path != path || cached.WrittenAt != file.LastWriteTimeUtc)
        {
            _cached = cached = new Cached(path, file.LastWriteTimeUtc, Encoding.UTF8.GetBytes(Render(File.ReadAllText(path), brand.Site.Name)));
        }

        return cached.Content;
    }

    /// <exception cref="InvalidDataException">The file has lost the places for the name.</exception>
    internal static string Render(string html, string name)
    {
        if (!html.Contains(Title, StringComparison.Ordinal) || !html.Contains(Name, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"index.html must contain {Title} and {Name}.");
        }

        var encoded = HtmlEncoder.Default.Encode(name);
        return html
            .Replace(Title, $"<title>{encoded}</title>", StringComparison.Ordinal)
            .Replace(Name, $"<meta name=\"application-name\" content=\"{encoded}\">", StringComparison.Ordinal);
    }

    private sealed record Cached(string Path, DateTime WrittenAt, byte[] Content);
}
