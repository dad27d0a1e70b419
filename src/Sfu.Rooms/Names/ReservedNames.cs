namespace Sfu.Rooms.Names;

/// <summary>Addresses that are, or are going to be, something else than a room. Lower case.</summary>
public static class ReservedNames
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        // What the server answers now.
        "hub", "healthz", "readyz", "metrics",
        // What is planned, so that no room has to be renamed then.
        "privacy", "privacy.json", "imprint", "terms", "consent", "api", "bigbluebutton", "external_api.js", "whip", "whep",
        "selftest", "turn", "stun", "admin", "login", "logout", "branding", "help", "about",
        // Files and folders that browsers and search engines ask for without being told to, and what wwwroot holds.
        "app", "icons", "sounds", "fonts", "img", "index.html", "favicon.ico", "favicon.svg", "robots.txt", "sitemap.xml",
        "manifest.json", "manifest.webmanifest", "sw.js", "apple-touch-icon.png", "apple-touch-icon-precomposed.png",
    };

    public static bool Contains(string key) => Names.Contains(key);
}
