using System.Buffers;

namespace Sfu.Server.Pages;

/// <summary>Headers of every response: nothing from elsewhere, no referrer, no sniffing, devices for our own pages only.</summary>
internal static class SecurityHeaders
{
    // A host that is anything else could smuggle directives into the policy.
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]");

    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] =
            "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=(), usb=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }

    private static string Policy(HttpRequest request)
    {
        // Named beside 'self' because older browsers do not take a WebSocket to the same host for the same origin.
        var host = request.Host.Value ?? "";
        var sockets = host.Length == 0 || host.AsSpan().ContainsAnyExcept(HostCharacters) ? ""
            : request.IsHttps ? $" wss://{host}" : $" ws://{host} wss://{host}";
        return $"default-src 'self'; connect-src 'self'{sockets}; img-src 'self' data: blob:; media-src 'self' blob:; " +
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
    }
}
