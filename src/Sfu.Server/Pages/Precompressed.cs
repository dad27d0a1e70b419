using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Sfu.Server.Pages;

/// <summary>
/// The build lays a compressed copy beside every script and style sheet (<c>main.js.br</c>, <c>main.js.gz</c>); whoever can read one gets it in place
/// of the file. Compressing at every request would take time from the media.
/// </summary>
internal static class Precompressed
{
    /// <summary>The smaller first.</summary>
    private static readonly (string Encoding, string Extension)[] Kinds = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>Goes before the static files.</summary>
    public static void UsePrecompressed(this IApplicationBuilder app, IFileProvider files) => app.Use(async (context, next) =>
    {
        var asked = context.Request.Path;
        if (ExtensionFor(context.Request, files) is { } extension)
        {
            context.Request.Path = asked + extension;
        }

        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Path = asked;
        }
    });

    /// <summary>The file's name without what says that it is a compressed copy, and how it is compressed.</summary>
    public static (string Name, string? Encoding) NameOf(string fileName)
    {
        foreach (var (encoding, extension) in Kinds)
        {
            if (fileName.EndsWith(extension, StringComparison.Ordinal))
            {
                return (fileName[..^extension.Length], encoding);
            }
        }

        return (fileName, null);
    }

    private static string? ExtensionFor(HttpRequest request, IFileProvider files)
    {
        // A part of a file is a part of the file itself.
        if (!request.Path.StartsWithSegments("/app") || request.Headers.Range.Count > 0)
        {
            return null;
        }

        var accepted = request.GetTypedHeaders().AcceptEncoding;
        foreach (var (encoding, extension) in Kinds)
        {
            if (accepted.Any(entry => entry.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && entry.Quality != 0) && files.GetFileInfo(request.Path + extension).Exists)
            {
                return extension;
            }
        }

        return null;
    }

    /// <summary>A compressed copy is of the type of what is in it.</summary>
    public sealed class ContentTypes : IContentTypeProvider
    {
        private readonly FileExtensionContentTypeProvider _known = new();

        public bool TryGetContentType(string subpath, out string contentType)
        {
            var found = _known.TryGetContentType(NameOf(subpath).Name, out var type);
            contentType = type ?? "";
            return found;
        }
    }
}
