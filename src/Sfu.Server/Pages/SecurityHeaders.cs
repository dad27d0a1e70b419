using System.Buffers;
using Sfu.Server.Options;

namespace Sfu.Server.Pages;

/// <summary>Headers of every response: nothing from elsewhere, no referrer, no sniffing, devices for our own pages only. Singleton.</summary>
internal sealed class SecurityHeaders(SfuOptions options)
{
    // A host that is anything else could smuggle directives into the policy.
    private static readonly SearchValues<char> HostCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]");

    /// <summary>Checked at the start to be plain origins.</summary>
    private readonly string _frameAncestors = string.Join(' ', ["'self'", .. options.Pages.FrameAncestors]);

    public Task AddAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] =
            "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=(), usb=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";

        // Browsers take this over HTTPS only, so a proxy's word is enough.
        if (context.Request.IsHttps || context.Request.Headers["X-Forwarded-Proto"] is [{ } scheme] && scheme.Equals("https", StringComparison.OrdinalIgnoreCase))
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        return next(context);
    }

    private string Policy(HttpRequest request)
    {
        // Named beside 'self' because older browsers do not take a WebSocket to the same host for the same origin.
        var host = request.Host.Value ?? "";
        var sockets = host.Length == 0 || host.AsSpan().ContainsAnyExcept(HostCharacters) ? ""
            : request.IsHttps ? $" wss://{host}" : $" ws://{host} wss://{host}";
        return $"default-src 'self'; connect-src 'self'{sockets}; img-src 'self' data: blob:; media-src 'self' blob:; " +
            $"object-src 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; frame-ancestors {_frameAncestors}";
    }
}
