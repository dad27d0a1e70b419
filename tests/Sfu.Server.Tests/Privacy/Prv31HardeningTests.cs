using System.Net;
using System.Text.RegularExpressions;
using Sfu.Server.Pages;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-31: hardened pages.</summary>
[Trait("PRV", "31")]
public sealed partial class Prv31HardeningTests
{
    public static TheoryData<string> Paths => ["/", "/chess", "/privacy", "/privacy.json", "/consent", "/branding/site.json", "/branding/style.css", "/manifest.webmanifest", "/hub", "/healthz", "/metrics", "/nowhere/at/all", "/app/main.js"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Every_answer_carries_all_of_them(string path)
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Consent:Enabled=true");
        using var answer = await server.Http.GetAsync(path);
        var host = server.Address.Authority;
        Assert.Equal(
            $"default-src 'self'; connect-src 'self' ws://{host} wss://{host}; img-src 'self' data: blob:; media-src 'self' blob:; " +
            "object-src 'none'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; frame-ancestors 'self'",
            One(answer, "Content-Security-Policy"));
        Assert.Equal("no-referrer", One(answer, "Referrer-Policy"));
        Assert.Equal("nosniff", One(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Opener-Policy"));
        Assert.Equal("same-origin", One(answer, "Cross-Origin-Resource-Policy"));
        Assert.Equal(
            "camera=(self), microphone=(self), display-capture=(self), autoplay=(self), fullscreen=(self), geolocation=(), usb=(), payment=()",
            One(answer, "Permissions-Policy"));
        Assert.False(answer.Headers.Contains("Server") || answer.Headers.Contains("X-Powered-By"));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    /// <summary>The policy forbids inline script and style; a page that had any would be broken and not only insecure.</summary>
    [Fact]
    public async Task No_page_has_inline_script_or_style()
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Legal:Operator=Club <b onclick=alert(1)>");
        var pages = new List<string> { await server.Http.GetStringAsync("/privacy?lang=de"), await server.Http.GetStringAsync("/privacy?lang=en") };
        if (File.Exists(Path.Combine(WebRoot.Find(), "index.html")))
        {
            pages.Add(await server.Http.GetStringAsync("/chess"));
        }

        foreach (var page in pages)
        {
            Assert.DoesNotMatch(@"(?i)<style|\sstyle=|<[^>]*\son\w+=|javascript:", page);
            Assert.All(Script().Matches(page), script => Assert.Matches("^<script type=\"module\" src=\"/app/[^\"]+\"></script>$", script.Value));
        }
    }

    /// <summary>An answer that repeated the name it was asked under would let its asker write into a page or a cache.</summary>
    [Fact]
    public async Task The_name_a_server_is_asked_under_is_nowhere_in_its_pages()
    {
        await using var server = await RunningServer.StartAsync();
        foreach (var path in new[] { "/", "/chess", "/privacy", "/consent", "/branding/site.json", "/branding/style.css", "/manifest.webmanifest" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = "marker.example" } };
            using var answer = await server.Http.SendAsync(request);
            Assert.DoesNotContain("marker.example", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
            Assert.All(
                answer.Headers.Where(header => header.Key != "Content-Security-Policy"),
                header => Assert.DoesNotContain("marker.example", string.Join(' ', header.Value), StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <summary>ASP.NET's own setting; what it is for is in docs/decisions/0011.</summary>
    [Theory]
    [InlineData("meet.example", HttpStatusCode.OK)]
    [InlineData("MEET.EXAMPLE:8443", HttpStatusCode.OK)]
    [InlineData("rebound.example", HttpStatusCode.BadRequest)]
    [InlineData("127.0.0.1", HttpStatusCode.BadRequest)]
    public async Task Where_the_operator_names_the_server_it_answers_to_that_name_only(string host, HttpStatusCode expected)
    {
        await using var server = await RunningServer.StartAsync("--AllowedHosts=meet.example");
        foreach (var path in new[] { "/healthz", "/consent", "/privacy" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = host } };
            using var answer = await server.Http.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
        }

        using var hub = new HttpRequestMessage(HttpMethod.Post, "/hub/negotiate?negotiateVersion=1") { Headers = { Host = host } };
        using var negotiated = await server.Http.SendAsync(hub);
        Assert.Equal(expected, negotiated.StatusCode);
    }

    [Theory]
    [InlineData("https://cloud.example")]
    public async Task Frames_are_the_operators_to_allow(string portal)
    {
        await using var server = await RunningServer.StartAsync("--Sfu:Pages:FrameAncestors:0=" + portal);
        using var answer = await server.Http.GetAsync("/chess");
        Assert.EndsWith("frame-ancestors 'self' " + portal, One(answer, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    private static string One(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    [GeneratedRegex("<script[^>]*>.*?</script>", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Script();
}
