using Microsoft.Net.Http.Headers;
using Sfu.Server.Metrics;
using Sfu.Server.Options;

namespace Sfu.Server.Hub;

/// <summary>
/// Keeps pages of other sites from opening the hub with a visitor's browser: CORS does not cover WebSockets. A browser always names
/// the page's origin, so a request without one comes from another kind of program, which could claim any origin anyway, and passes.
/// </summary>
internal sealed class OriginCheck(SfuOptions options, SfuMetrics metrics)
{
    private readonly HashSet<string> _allowed = new(options.Hub.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsAllowed(context.Request))
        {
            await next(context);
            return;
        }

        metrics.ForeignOriginRefused();
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
    }

    internal bool IsAllowed(HttpRequest request)
    {
        var origins = request.Headers.Origin;
        if (origins.Count == 0)
        {
            // A browser says this even where it leaves the origin out.
            return request.Headers["Sec-Fetch-Site"] is not [var site] || site is "same-origin" or "none";
        }

        return origins is [{ } origin] && (_allowed.Contains(origin) || IsOwn(origin, request.Host));
    }

    /// <summary>
    /// Host and port must be those of the request. The scheme is not compared, because behind a proxy that ends TLS the server
    /// sees http where the browser says https.
    /// </summary>
    private static bool IsOwn(string origin, HostString host)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return false;
        }

        var port = host.Port ?? (uri.Scheme == "https" ? 443 : 80);
        return uri.Port == port && uri.Host.Equals(host.Host, StringComparison.OrdinalIgnoreCase);
    }
}
