using System.Net;
using Sfu.Rooms.Names;
using Sfu.Server.Pages;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Pages;

public sealed class PageTests
{
    [Theory]
    [InlineData("/", true)]
    [InlineData("/chess", true)]
    [InlineData("/Chess%20Club", true)]
    [InlineData("/J%C5%AFrgen%20%F0%9F%8E%89", true)]
    [InlineData("/chess/board", false)]
    [InlineData("/whip", false)]
    [InlineData("/terms", false)]
    [InlineData("/external_api.js", false)]
    [InlineData("/bigbluebutton/api/create", false)]
    [InlineData("/.env", false)]
    [InlineData("/a%2Fb", false)]
    [InlineData("/a%00b", false)]
    [InlineData("/a%E2%80%AEb", false)]
    [InlineData("/app/..%2Fappsettings.json", false)]
    public async Task A_room_is_an_address_of_one_valid_name(string path, bool isPage)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address.GetLeftPart(UriPartial.Authority) + path));
        using var answer = await server.Http.SendAsync(request);

        // Without a built client the page is a sentence saying so, with its own status.
        var expected = File.Exists(Path.Combine(WebRoot.Find(), "index.html")) ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable;
        if (isPage)
        {
            Assert.Equal(expected, answer.StatusCode);
        }
        else
        {
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, answer.StatusCode.ToString());
        }

        if (answer.StatusCode == HttpStatusCode.OK)
        {
            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.Equal("no-cache", answer.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var path in new[] { "/", "/chess", "/hub", "/healthz", "/nowhere/at/all" })
        {
            using var answer = await server.Http.GetAsync(path);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains($"connect-src 'self' ws://{server.Address.Authority} wss://{server.Address.Authority};", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("camera=(self), microphone=(self), display-capture=(self)", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    [Fact]
    public async Task A_strange_host_cannot_write_into_the_policy()
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz");
        request.Headers.TryAddWithoutValidation("Host", "a;script-src");
        using var answer = await server.Http.SendAsync(request);
        Assert.All(
            answer.Headers.TryGetValues("Content-Security-Policy", out var policies) ? policies : [],
            policy => Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Health_and_readiness_answer()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal("ok", await server.Http.GetStringAsync("/healthz"));
        Assert.Equal("ready", await server.Http.GetStringAsync("/readyz"));
    }

    [Theory]
    [InlineData("main.js", "no-cache")]
    [InlineData("main.css", "no-cache")]
    [InlineData("chunk-ABCD2345.js", "public, max-age=31536000, immutable")]
    [InlineData("de-ABCD2345.js.map", "public, max-age=31536000, immutable")]
    [InlineData("chunk-abcd2345.js", "no-cache")]
    public void Only_names_that_change_with_their_content_are_kept(string file, string expected) => Assert.Equal(expected, WebRoot.CacheControl(file));

    [Fact]
    public void No_file_in_the_web_root_takes_the_address_of_a_room()
    {
        var root = WebRoot.Find();
        var entries = Directory.Exists(root) ? Directory.GetFileSystemEntries(root).Select(entry => Path.GetFileName(entry)!) : [];
        Assert.All(entries, entry => Assert.False(RoomName.TryParse(entry, out _, out _), $"{entry} must be in ReservedNames"));
    }
}
