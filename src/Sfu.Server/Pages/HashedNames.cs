using System.Text.RegularExpressions;

namespace Sfu.Server.Pages;

internal static partial class HashedNames
{
    /// <summary>What esbuild calls a chunk: name, dash, eight characters of base 32, extension.</summary>
    [GeneratedRegex(@"-[A-Z2-7]{8}\.(js|css|js\.map|css\.map|woff2|png|svg)$", RegexOptions.CultureInvariant)]
    public static partial Regex Chunk();
}
