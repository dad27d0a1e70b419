using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>What these tests ask a page again and again.</summary>
internal static class Visitor
{
    /// <summary>The page of a club that links to a room, at an address that leads nowhere: Chromium gets it from the test.</summary>
    public static async Task<Uri> ServeClubAsync(this IBrowserContext context, string body)
    {
        var address = new Uri("http://club.example/members");
        await context.RouteAsync("http://club.example/**", route => route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/html",
            Body = "<!doctype html><title>Club</title>" + body,
        }));
        return address;
    }

    public static Task StateIsAsync(this IPage page, string state) =>
        page.Locator($"body[data-state={state}]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached, Timeout = (float)Patience.Limit.TotalMilliseconds });

    /// <summary>All the places a page can store something in, as JSON.</summary>
    public const string StorageScript =
        """
        (async () => JSON.stringify({
          local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie,
          databases: (await indexedDB.databases()).map((database) => database.name), caches: await caches.keys(),
          workers: (await navigator.serviceWorker?.getRegistrations() ?? []).length,
        }))()
        """;

    public static Task<string> StorageAsync(this IPage page) => page.EvaluateAsync<string>(StorageScript);

    public const string NothingStored = """{"local":{},"session":{},"cookie":"","databases":[],"caches":[],"workers":0}""";

    public static Task<int> CapturesAsync(this IPage page) => page.EvaluateAsync<int>("window.sfuSpy.getUserMedia + window.sfuSpy.getDisplayMedia");
}
