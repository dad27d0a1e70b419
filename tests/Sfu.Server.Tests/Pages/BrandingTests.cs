using System.Net;
using System.Text;
using System.Text.Json;
using Sfu.Server.Branding;
using Sfu.Server.Options;
using Sfu.Server.Pages;
using Sfu.Server.Tests.Support;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.Pages;

public sealed class BrandingTests
{
    [Fact]
    public async Task Name_files_colours_and_links_are_the_operators()
    {
        using var folder = new TemporaryFolder();
        var logo = folder.Write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        await using var server = await RunningServer.StartAsync(
            "--Sfu:Branding:Name=Chess Club", "--Sfu:Branding:Logo=" + logo, "--Sfu:Branding:Favicon=" + logo, "--Sfu:Branding:Accent=#7a1f1a",
            "--Sfu:Branding:Links:0=Our club|https://club.example", "--Sfu:Legal:Imprint=https://club.example/imprint");
        var site = JsonDocument.Parse(await server.Http.GetStringAsync("/branding/site.json")).RootElement;
        Assert.Equal("Chess Club", site.GetProperty("name").GetString());
        Assert.True(site.GetProperty("hasLogo").GetBoolean());
        Assert.Equal(
            ["privacy /privacy", "imprint https://club.example/imprint", "other https://club.example"],
            site.GetProperty("links").EnumerateArray().Select(link => $"{link.GetProperty("kind")} {link.GetProperty("href")}"));
        using var picture = await server.Http.GetAsync("/branding/logo");
        Assert.Equal("image/svg+xml", picture.Content.Headers.ContentType?.ToString());
        Assert.Contains("--accent:#7a1f1a;", await server.Http.GetStringAsync("/branding/style.css"), StringComparison.Ordinal);
        using var none = await server.Http.GetAsync("/branding/background");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
    }

    /// <summary>Before any script has run: in the tab, in bookmarks, in a phone's list of open pages.</summary>
    [Theory]
    [InlineData("Chess Club", "Chess Club")]
    [InlineData("Schach & \"Dame\" <e.V.>", "Schach &amp; &quot;Dame&quot; &lt;e.V.&gt;")]
    public void The_page_is_served_with_the_operators_name(string name, string encoded)
    {
        var page = IndexPage.Render("<title>Sfu</title>\n<meta name=\"application-name\" content=\"Sfu\">\n<script type=\"module\">Sfu", name, ["/app/chunks/a.js"]);
        Assert.Equal(
            $"<title>{encoded}</title>\n<meta name=\"application-name\" content=\"{encoded}\">\n<link rel=\"modulepreload\" href=\"/app/chunks/a.js\">\n    <script type=\"module\">Sfu",
            page);
        Assert.Throws<InvalidDataException>(() => IndexPage.Render("<title>Other</title>", name, []));
    }

    [Fact]
    public async Task The_index_page_has_the_operators_name_and_a_new_build_is_seen()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("index.html", await File.ReadAllTextAsync(Path.Combine(RepositoryLayout.Root, "wwwroot", "index.html")));
        var index = new IndexPage("Chess Club");
        Assert.Contains("<title>Chess Club</title>", Encoding.UTF8.GetString(index.Read(file)!), StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(folder.Path, "app"));
        folder.Write(Path.Combine("app", "preload.txt"), "/app/chunks/new.js\n");
        Assert.Contains("<link rel=\"modulepreload\" href=\"/app/chunks/new.js\">", Encoding.UTF8.GetString(index.Read(file)!), StringComparison.Ordinal);
        File.Delete(file);
        Assert.Null(index.Read(file));
    }

    [Fact]
    public async Task On_a_start_screen_the_page_has_the_operators_name_colours_and_picture()
    {
        using var folder = new TemporaryFolder();
        var favicon = folder.Write("chess.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
        await using var server = await RunningServer.StartAsync(
            "--Sfu:Branding:Name=Chess Club", "--Sfu:Branding:Favicon=" + favicon, "--Sfu:Branding:Accent=#7a1f1a", "--Sfu:Branding:BackgroundColour=#fffaf0");
        Assert.Contains("<title>Chess Club</title>", await server.Http.GetStringAsync("/some-room"), StringComparison.Ordinal);
        var manifest = JsonDocument.Parse(await server.Http.GetStringAsync("/manifest.webmanifest")).RootElement;
        string Of(string name) => manifest.GetProperty(name).GetString()!;
        Assert.Equal(
            ("Chess Club", "Chess Club", "/", "/", "standalone", "#fffaf0", "#7a1f1a"),
            (Of("name"), Of("short_name"), Of("start_url"), Of("scope"), Of("display"), Of("background_color"), Of("theme_color")));
        var icon = Assert.Single(manifest.GetProperty("icons").EnumerateArray());
        Assert.Equal(("/branding/favicon", "image/svg+xml"), (icon.GetProperty("src").GetString(), icon.GetProperty("type").GetString()));
        using var picture = await server.Http.GetAsync("/branding/favicon");
        Assert.Equal(HttpStatusCode.OK, picture.StatusCode);

        await using var plain = await RunningServer.StartAsync();
        var icons = JsonDocument.Parse(await plain.Http.GetStringAsync("/manifest.webmanifest")).RootElement.GetProperty("icons");
        Assert.Contains(icons.EnumerateArray(), standard => standard.TryGetProperty("purpose", out var purpose) && purpose.GetString() == "maskable");
    }

    [Theory]
    [InlineData("Sfu:Branding:Accent", "#ffee00", "its contrast with the text on it (#ffffff) is 1.20:1, and 4.5:1 is the least")]
    [InlineData("Sfu:Branding:BackgroundColour", "#444444", "its contrast with the text (#1c2325) is 1.")]
    [InlineData("Sfu:Branding:Accent", "red", "must be a colour like #17695a, not 'red'")]
    [InlineData("Sfu:Branding:Accent", "#17695a;}", "must be a colour like")]
    [InlineData("Sfu:Branding:Links:0", "Evil|javascript:alert(1)", "must be an address")]
    [InlineData("Sfu:Legal:Imprint", "javascript:alert(1)", "must be an address")]
    [InlineData("Sfu:Branding:Logo", "/nowhere/logo.svg", "which is not there")]
    [InlineData("Sfu:Branding:Logo", "logo.exe", "must be a file that ends in")]
    [InlineData("Sfu:Branding:Name", "", "must have 1 to 60 characters")]
    [InlineData("Sfu:Pages:FrameAncestors:0", "https://a.example; script-src *", "must look like")]
    public void What_could_not_be_read_or_trusted_stops_the_start(string key, string value, string complaint)
    {
        var wrong = Assert.Throws<StartException>(() => Sfu.Server.Startup.SfuServer.Build([$"--{key}={value}"]));
        Assert.StartsWith(key.Split(':')[0], wrong.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Contrast_is_that_of_the_guidelines()
    {
        Assert.Equal(21, Colour.White.ContrastWith(Colour.Black), 0.001);
        Assert.Equal(4.54, Colour.Parse("#767676", "").ContrastWith(Colour.White), 0.01);
        Assert.Equal(1, Colour.White.ContrastWith(Colour.White));
    }

    [Fact]
    public async Task Other_sites_show_the_pages_in_a_frame_only_if_named()
    {
        await using var own = await RunningServer.StartAsync();
        await using var portal = await RunningServer.StartAsync("--Sfu:Pages:FrameAncestors:0=https://cloud.example");
        Assert.EndsWith("frame-ancestors 'self'", await PolicyAsync(own), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'self' https://cloud.example", await PolicyAsync(portal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_proxy_that_speaks_https_browsers_are_told_to_stay_there()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz") { Headers = { { "X-Forwarded-Proto", "https" } } };
        using var answer = await server.Http.SendAsync(request);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
    }

    private static async Task<string> PolicyAsync(RunningServer server)
    {
        using var answer = await server.Http.GetAsync("/healthz");
        return Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
    }
}
