using Sfu.Server.Conference;
using Sfu.Server.Links;
using Sfu.Server.Logs;
using Sfu.Server.Options;
using Sfu.Server.Pages;

namespace Sfu.Server.Privacy;

/// <summary>What the server holds at this moment. Counts only; there is nothing else to tell. All but the last three is in memory.</summary>
/// <param name="AwaitedBack">Of the participants: those whose connection is lost and whose place waits for them, 60 s at most.</param>
/// <param name="Waiting">In lobbies.</param>
/// <param name="Left">Who went; known by name and role until the room ends, for talk times and in case they come back.</param>
/// <param name="AddressCounters">Counters of joins and wrong passwords, and marks of those in rooms or barred from one, each a keyed hash of an address.</param>
/// <param name="KeyFiles">The random key that links and seats are signed with.</param>
internal sealed record HeldNow(
    int Rooms,
    int Participants,
    int AwaitedBack,
    int Waiting,
    int Left,
    int RaisedHands,
    int ChatMessages,
    int Polls,
    int AddressCounters,
    int KeyFiles,
    int WebLogFiles,
    int WebLogDays);

/// <summary><c>/privacy</c>, the notice, and <c>/privacy.json</c>, the server's report about itself.</summary>
internal static class PrivacyEndpoints
{
    public static void MapPrivacy(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/privacy", Notice);
        endpoints.MapGet("/privacy.json", Report);
    }

    private static IResult Report(HttpContext context, ConferenceHall hall, Entrance entrance, WebLogFiles logs, SfuOptions options)
    {
        context.Response.Headers.CacheControl = "no-store";
        var rooms = hall.Census();
        return Results.Json(new HeldNow(
            rooms.Count,
            hall.ParticipantCount,
            rooms.Sum(room => room.AwaitedBack),
            rooms.Sum(room => room.Waiting),
            rooms.Sum(room => room.Left),
            rooms.Sum(room => room.RaisedHands),
            rooms.Sum(room => room.ChatMessages),
            rooms.Sum(room => room.Polls),
            entrance.AddressCounters + rooms.Sum(room => room.AddressMarks),
            File.Exists(KeyFile.PathIn(options.DataDirectory)) ? 1 : 0,
            logs.Count,
            options.Logs.Web is { Enabled: true, Days: var days } ? days : 0));
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
