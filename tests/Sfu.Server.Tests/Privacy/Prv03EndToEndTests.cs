using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-03 as far as it goes now: there is no end-to-end encryption, and the papers say so before anybody asks.</summary>
[Trait("PRV", "03")]
public sealed class Prv03EndToEndTests
{
    [Theory]
    [InlineData("de", "eine Verschlüsselung von Ende zu Ende gibt es nicht")]
    [InlineData("en", "there is no end-to-end encryption")]
    public async Task The_notice_says_that_the_server_could_see(string language, string sentence)
    {
        await using var server = await RunningServer.StartAsync();
        var page = System.Net.WebUtility.HtmlDecode(await server.Http.GetStringAsync("/privacy?lang=" + language));
        Assert.Contains(sentence, page, StringComparison.Ordinal);
    }
}
