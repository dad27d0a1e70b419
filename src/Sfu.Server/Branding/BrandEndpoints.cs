namespace Sfu.Server.Branding;

/// <summary>The operator's look as files: <c>/branding/…</c> and the web manifest.</summary>
internal static class BrandEndpoints
{
    public static void MapBranding(this IEndpointRouteBuilder endpoints, string webRoot)
    {
        endpoints.MapGet("/branding/site.json", (HttpContext context, Brand brand) => Fresh(context, Results.Json(brand.Site)));
        endpoints.MapGet("/manifest.webmanifest", (HttpContext context, Brand brand) =>
            Fresh(context, Results.Json(brand.Manifest, contentType: "application/manifest+json")));
        endpoints.MapGet("/branding/style.css", (HttpContext context, Brand brand) => Fresh(context, Results.Text(brand.StyleSheet, "text/css; charset=utf-8")));
        endpoints.MapGet("/branding/logo", (HttpContext context, Brand brand) => Send(context, brand.Logo));
        endpoints.MapGet("/branding/background", (HttpContext context, Brand brand) => Send(context, brand.Background));
        endpoints.MapGet("/branding/favicon", (HttpContext context, Brand brand) =>
            Send(context, brand.Favicon ?? ReadIcon(Path.Combine(webRoot, "icons", "icon.svg"))));
    }

    private static BrandFile? ReadIcon(string path) => File.Exists(path) ? new BrandFile(File.ReadAllBytes(path), "image/svg+xml") : null;

    private static IResult Send(HttpContext context, BrandFile? file) =>
        file is null ? Results.NotFound() : Fresh(context, Results.Bytes(file.Content, file.ContentType));

    /// <summary>Asked for again at every visit: an operator who changes the logo wants to see it.</summary>
    private static IResult Fresh(HttpContext context, IResult result)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return result;
    }
}
