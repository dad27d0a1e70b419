using System.Text;
using System.Text.Encodings.Web;

namespace Sfu.Server.Pages;

/// <summary>
/// The page every visitor gets, with the operator's name in its head: a tab, a bookmark or a phone's list of open pages shows it before any script
/// has run. It also names what the client's script imports, so that a browser asks for all of it at once. Read anew when the client was built
/// anew. Singleton.
/// </summary>
/// <param name="siteName">As the operator calls the place.</param>
internal sealed class IndexPage(string siteName)
{
    private const string Title = "<title>Sfu</title>";
    private const string Name = "<meta name=\"application-name\" content=\"Sfu\">";
    private const string Script = "<script type=\"module\"";

    private volatile Cached? _cached;

    /// <summary>The page's bytes; null when the client was not built.</summary>
    public byte[]? Read(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return null;
        }

        // Written by the build; without it a browser finds out by itself, only later.
        var imports = new FileInfo(Path.Combine(Path.GetDirectoryName(path)!, "app", "preload.txt"));
        var writtenAt = (file.LastWriteTimeUtc, imports.Exists ? imports.LastWriteTimeUtc : default);
        var cached = _cached;
        if (cached is null || cached.Path != path || cached.WrittenAt != writtenAt)
        {
            var page = Render(File.ReadAllText(path), siteName, imports.Exists ? File.ReadAllLines(imports.FullName) : []);
            _cached = cached = new Cached(path, writtenAt, Encoding.UTF8.GetBytes(page));
        }

        return cached.Content;
    }

    /// <exception cref="InvalidDataException">The file has lost the places for what is put in.</exception>
    internal static string Render(string html, string name, IReadOnlyList<string> imports)
    {
        foreach (var place in new[] { Title, Name, Script })
        {
            if (!html.Contains(place, StringComparison.Ordinal))
            {
                throw new InvalidDataException($"index.html must contain {place}.");
            }
        }

        var encoded = HtmlEncoder.Default.Encode(name);
        var links = string.Concat(imports.Select(address => $"<link rel=\"modulepreload\" href=\"{HtmlEncoder.Default.Encode(address)}\">\n    "));
        return html
            .Replace(Title, $"<title>{encoded}</title>", StringComparison.Ordinal)
            .Replace(Name, $"<meta name=\"application-name\" content=\"{encoded}\">", StringComparison.Ordinal)
            .Replace(Script, links + Script, StringComparison.Ordinal);
    }

    private sealed record Cached(string Path, (DateTime Page, DateTime Imports) WrittenAt, byte[] Content);
}
