using Sfu.Server.Options;

namespace Sfu.Server.Consent;

/// <summary>
/// Lets into the hub only who has accepted the current text. The server decides, so no script of the page can leave the dialogue out.
/// Singleton; holds nothing about anybody.
/// </summary>
internal sealed class ConsentGate(SfuOptions options, ConsentTexts texts, TimeProvider time)
{
    public const string CookieName = "sfu_consent";

    /// <summary>Where a frame's browser keeps no cookie, the page keeps the stamp while it is open and shows it here.</summary>
    public const string QueryName = "consent";

    public bool IsOpenTo(HttpRequest request) => !options.Consent.Enabled
        || IsValid(request.Cookies[CookieName]) || IsValid(request.Query[QueryName]);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (IsOpenTo(context.Request))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsJsonAsync(
            new { problem = new { code = "consent-required", detail = "Accept the text at GET /consent by POST /consent first, then send its cookie." } },
            context.RequestAborted);
    }

    private bool IsValid(string? text) => ConsentStamp.TryParse(text, out var stamp) && stamp.IsValid(texts.Version, time.GetUtcNow());
}
