using System.Text.Json;
using System.Text.Json.Serialization;
using Sfu.Server.Options;

namespace Sfu.Server.Consent;

/// <summary>What the page asks at its start.</summary>
internal sealed record ConsentState(bool Required, bool Accepted, string Version, ConsentText? De, ConsentText? En);

/// <summary>The visitor accepts.</summary>
/// <param name="Version">Of the text she has read.</param>
/// <param name="Embedded">The page is in a frame of another site, where cookies are kept apart for each such site.</param>
internal sealed record ConsentRequest(string Version, bool Embedded = false);

/// <summary>The stamp, for a page whose browser keeps no cookie.</summary>
internal sealed record ConsentGiven(string Grant);

/// <summary><c>/consent</c>: GET the text and whether it was accepted, POST to accept, DELETE to withdraw.</summary>
internal static class ConsentEndpoints
{
    private const int LargestRequest = 256;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    public static void MapConsent(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/consent", Show);
        endpoints.MapPost("/consent", AcceptAsync);
        endpoints.MapDelete("/consent", Withdraw);
    }

    private static IResult Show(HttpContext context, ConsentGate gate, ConsentTexts texts, SfuOptions options)
    {
        context.Response.Headers.CacheControl = "no-store";
        var asks = !gate.IsOpenTo(context.Request);
        return Results.Json(
            new ConsentState(options.Consent.Enabled, !asks, texts.Version, asks ? texts.De : null, asks ? texts.En : null), Json);
    }

    private static async Task<IResult> AcceptAsync(HttpContext context, ConsentTexts texts, TimeProvider time)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await ReadAsync(context.Request) is not { } request)
        {
            return Refuse(StatusCodes.Status400BadRequest, "request-invalid", "The body is JSON: {\"version\":\"…\",\"embedded\":false}.");
        }

        if (request.Version != texts.Version)
        {
            return Refuse(StatusCodes.Status409Conflict, "text-changed", "This is not the current text; read GET /consent again.");
        }

        var grant = new ConsentStamp(texts.Version, time.GetUtcNow()).ToString();
        context.Response.Cookies.Append(ConsentGate.CookieName, grant, Attributes(context.Request, request.Embedded));
        return Results.Json(new ConsentGiven(grant), Json);
    }

    private static IResult Withdraw(HttpContext context)
    {
        context.Response.Cookies.Delete(ConsentGate.CookieName, Attributes(context.Request, embedded: false));
        if (IsSecure(context.Request))
        {
            // The same name in a frame's own jar is another cookie.
            context.Response.Cookies.Delete(ConsentGate.CookieName, Attributes(context.Request, embedded: true));
        }

        return Results.NoContent();
    }

    private static CookieOptions Attributes(HttpRequest request, bool embedded)
    {
        var attributes = new CookieOptions
        {
            Path = "/",
            HttpOnly = true,
            MaxAge = ConsentStamp.Lifetime,
            Secure = IsSecure(request),
            SameSite = SameSiteMode.Lax,
            IsEssential = true,
        };
        if (embedded && attributes.Secure)
        {
            attributes.SameSite = SameSiteMode.None;
            attributes.Extensions.Add("Partitioned");
        }

        return attributes;
    }

    /// <summary>Behind a proxy that ends TLS only the browser knows, and it says so in the origin.</summary>
    private static bool IsSecure(HttpRequest request) =>
        request.IsHttps || request.Headers.Origin is [{ } origin] && origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    private static async Task<ConsentRequest?> ReadAsync(HttpRequest request)
    {
        // Only JSON: a form of another site could send the rest without the browser asking us first.
        if (!request.HasJsonContentType() || request.ContentLength is null or > LargestRequest)
        {
            return null;
        }

        try
        {
            return await request.ReadFromJsonAsync<ConsentRequest>(Json, request.HttpContext.RequestAborted);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IResult Refuse(int status, string code, string detail) =>
        Results.Json(new { problem = new { code, detail } }, statusCode: status);
}
