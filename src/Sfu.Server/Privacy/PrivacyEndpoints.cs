using Sfu.Server.Conference;
using Sfu.Server.Logs;
using Sfu.Server.Options;
using Sfu.Server.Pages;

namespace Sfu.Server.Privacy;

/// <summary>What the server holds at this moment. Counts only; there is nothing else to tell.</summary>
internal sealed record HeldNow(int Rooms, int Participants, int WebLogFiles, int WebLogDays);

/// <summary><c>/privacy</c>, the notice, and <c>/privacy.json</c>, the server's report about itself.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/privacy", Notice);
        endpoints.MapGet("/privacy.json", Report);
    }

    private static IResult Report(HttpContext context, ConferenceHall hall, WebLogFiles logs, SfuOptions options)
    {
        context.Response.Headers.CacheControl = "no-store";
        var web = options.Logs.Web;
        return Results.Json(new HeldNow(hall.RoomCount, hall.ParticipantCount, logs.Count, web.Enabled ? web.Days : 0));
    }

    private static IResult Notice(HttpContext context, NoticeText notice, SfuOptions options)
    {
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept-Language";
        var isGerman = context.Request.Query["lang"] is [{ } asked] ? asked == "de" : PrefersGerman(context.Request);
        var page = TextPage.Render(isGerman ? "de" : "en", options.Branding.Name, isGerman ? notice.De : notice.En);
        return Results.Text(page, "text/html; charset=utf-8");
    }

    /// <summary>German comes before English in what the browser asks for.</summary>
    private static bool PrefersGerman(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is "de" or "en") == "de";
}
