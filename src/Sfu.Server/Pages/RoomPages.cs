using Sfu.Rooms.Names;
using Sfu.Server.Media;

namespace Sfu.Server.Pages;

/// <summary>The start page, the room pages and the self-test: one file, whatever the address. Deeper paths are nobody's.</summary>
internal static class RoomPages
{
    private static readonly string[] ReadOnlyMethods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapRoomPages(this IEndpointRouteBuilder endpoints, string webRoot)
    {
        var index = Path.Combine(webRoot, "index.html");
        endpoints.MapMethods("/", ReadOnlyMethods, context => SendIndexAsync(context, index));
        endpoints.MapMethods("/selftest", ReadOnlyMethods, context => SendIndexAsync(context, index));
        endpoints.MapGet("/selftest/ports", Ports);
        endpoints.MapMethods("/{room}", ReadOnlyMethods, context =>
        {
            if (context.Request.RouteValues["room"] is string room && RoomName.TryParse(room, out _, out _))
            {
                return SendIndexAsync(context, index);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Where media goes, for the page's self-test. Every offer says the same.</summary>
    private static IResult Ports(HttpContext context, MediaPorts ports)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { media = ports.Media, addresses = ports.Advertised.Select(address => address.ToString()) });
    }

    private static async Task SendIndexAsync(HttpContext context, string path)
    {
        var page = context.RequestServices.GetRequiredService<IndexPage>().Read(path);
        if (page is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("The web client is missing: build it with 'npm ci' and 'npm run build' in src/web.", context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = page.Length;
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.WriteAsync(page, context.RequestAborted);
    }
}
