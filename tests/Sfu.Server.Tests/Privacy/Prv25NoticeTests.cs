using Microsoft.Extensions.Configuration;
using Sfu.Server.Options;
using Sfu.Server.Startup;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-25: information before entry, generated from the real settings.</summary>
[Trait("PRV", "25")]
public sealed class Prv25NoticeTests
{
    [Theory]
    [InlineData("de", "Zugriffe werden nicht protokolliert", "nach 12 Tagen")]
    [InlineData("en", "Requests are not logged", "after 12 days")]
    public async Task The_notice_says_what_is_configured(string language, string without, string with)
    {
        using var folder = new TemporaryFolder();
        await using var plain = await RunningServer.StartAsync();
        var page = await plain.Http.GetStringAsync("/privacy?lang=" + language);
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains(without, page, StringComparison.Ordinal);

        await using var logging = await RunningServer.StartAsync(
            "--Sfu:Logs:Web:Enabled=true", "--Sfu:Logs:Web:Days=12", $"--Sfu:Logs:Web:Directory={folder.Path}", "--Sfu:Consent:Enabled=true",
            "--Sfu:Legal:Operator=Chess Club <script>alert(1)</script>", "--Sfu:Legal:Imprint=https://club.example/imprint");
        page = await logging.Http.GetStringAsync("/privacy?lang=" + language);
        Assert.Contains(with, page, StringComparison.Ordinal);
        Assert.Contains("sfu_consent", page, StringComparison.Ordinal);
        Assert.Contains("Chess Club &lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://club.example/imprint\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("{", page, StringComparison.Ordinal);
    }

    /// <summary>What the server holds in memory is said, thing by thing, in both languages.</summary>
    [Theory]
    [InlineData("de", "Name", "Hand", "Redezeit", "Umfragen", "geschrieben", "wartet", "Prüfsumme der Adresse, höchstens fünf Minuten", "wartet ihr Platz eine Minute", "zufälligen Schlüssel", "gewählte Geräte", "merkt sich der Tab Ihren Platz", "TURN")]
    [InlineData("en", "name", "hand", "talk time", "polls", "written", "waits", "keyed hash of the address, for five minutes at most", "waits for her for a minute", "random key", "chosen devices", "the tab remembers your place", "TURN")]
    public async Task The_notice_names_all_that_is_held_during_a_meeting(string language, params string[] things)
    {
        await using var server = await RunningServer.StartAsync();
        var page = System.Net.WebUtility.HtmlDecode(await server.Http.GetStringAsync("/privacy?lang=" + language));
        Assert.All(things, thing => Assert.Contains(thing, page, StringComparison.Ordinal));
        Assert.Equal(60, Sfu.Rooms.Limits.GraceSeconds);
    }

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.5", "de")]
    [InlineData("en-GB,de;q=0.9", "en")]
    [InlineData("fr, de;q=0.4, en;q=0.3", "de")]
    [InlineData("", "en")]
    public async Task The_notice_speaks_the_browsers_language(string accept, string language)
    {
        await using var server = await RunningServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/privacy");
        request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        using var answer = await server.Http.SendAsync(request);
        Assert.Contains($"<html lang=\"{language}\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operators_own_notice_takes_its_place()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("notice.md", "# Our notice\nCall **us**. {web-log}");
        await using var server = await RunningServer.StartAsync("--Sfu:Legal:NoticeEn=" + file);
        var page = await server.Http.GetStringAsync("/privacy?lang=en");
        Assert.Contains("<h1>Our notice</h1>", page, StringComparison.Ordinal);
        Assert.Contains("Call <strong>us</strong>. Requests are not logged.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:80", "", "", 2)]
    [InlineData("http://0.0.0.0:80", "https://club.example/imprint", "", 1)]
    [InlineData("http://0.0.0.0:80", "https://club.example/imprint", "Chess Club", 0)]
    [InlineData("http://localhost:8080", "", "", 0)]
    public void The_start_warns_of_papers_that_are_missing_where_others_can_reach_the_server(string urls, string imprint, string responsible, int warnings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("urls", (string?)urls)]).Build();
        var options = new SfuOptions { Legal = new LegalOptions { Imprint = imprint, Operator = responsible } };
        Assert.Equal(warnings, StartReport.Warnings(options, configuration).Count());
    }
}
