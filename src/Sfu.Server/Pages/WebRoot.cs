using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace Sfu.Server.Pages;

/// <summary>Where the files for the browser lie: beside the program when published, else in the repository it was built from.</summary>
internal static class WebRoot
{
    public static string Find()
    {
        var published = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(published))
        {
            return published;
        }

        var attribute = typeof(WebRoot).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(data => data.Key == "SfuWebRoot");
        if (attribute?.Value is not { } relative)
        {
            return published;
        }

        var built = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, relative));
        return Directory.Exists(built) ? built : published;
    }

    public static StaticFileOptions FileOptions(string root) => new()
    {
        FileProvider = Directory.Exists(root) ? new PhysicalFileProvider(root) : new NullFileProvider(),
        ContentTypeProvider = new Precompressed.ContentTypes(),
        OnPrepareResponse = context => Prepare(context.Context.Response.Headers, context.File.Name),
    };

    private static void Prepare(IHeaderDictionary headers, string fileName)
    {
        var (name, encoding) = Precompressed.NameOf(fileName);
        headers.CacheControl = CacheControl(name);
        headers.Vary = HeaderNames.AcceptEncoding;
        if (encoding is not null)
        {
            headers.ContentEncoding = encoding;
        }
    }

    /// <summary>Bundled chunks carry a hash of their content in the name and never change; everything else is asked for again.</summary>
    internal static string CacheControl(string fileName) =>
        HashedNames.Chunk().IsMatch(fileName) ? "public, max-age=31536000, immutable" : "no-cache";
}
