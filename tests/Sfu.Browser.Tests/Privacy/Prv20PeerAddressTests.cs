using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-19 and PRV-20 as the browsers see it: each talks to the server's port alone, and hears nothing of the others' candidates.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "20")]
public sealed class Prv20PeerAddressTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const string KeepConnections =
        """
        window.kept = []; window.keptConfigurations = [];
        const Kept = window.RTCPeerConnection;
        window.RTCPeerConnection = new Proxy(Kept, { construct(target, args) { const made = Reflect.construct(target, args); window.kept.push(made); window.keptConfigurations.push(args[0] ?? {}); return made; } });
        """;

    [Fact]
    public async Task In_getStats_and_in_all_that_comes_by_the_hub_there_is_no_candidate_of_anybody_else()
    {
        var room = fixture.NewRoom();
        await using var one = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        await using var other = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var (ada, heardByAda) = await EnterAsync(one, room, "Ada");
        var (bela, heardByBela) = await EnterAsync(other, room, "Bela");
        foreach (var page in new[] { ada, bela })
        {
            await page.GetByTestId("toolbar-camera").ClickAsync();
        }

        foreach (var page in new[] { ada, bela })
        {
            await page.Locator("[data-testid=tile][data-self=false] video").WaitForAsync();
        }

        var (adas, belas) = (await CandidatesAsync(ada), await CandidatesAsync(bela));
        foreach (var (seen, heard, others) in new[] { (adas, heardByAda, belas), (belas, heardByBela, adas) })
        {
            Assert.NotEmpty(seen.Remote);
            Assert.All(seen.Remote, candidate => Assert.Equal(fixture.Server.MediaPort, candidate.Port));
            Assert.NotEmpty(others.Local);
            Assert.NotEmpty(heard);
            Assert.All(others.Local, candidate => Assert.All(heard, message => Assert.False(
                message.Contains($" {candidate.Port} typ", StringComparison.Ordinal) || message.Contains($"a=ice-ufrag:{candidate.Fragment}", StringComparison.Ordinal), message)));

            // No server but this one is asked where it is.
            Assert.All(seen.Configurations, configuration => Assert.False(configuration.TryGetProperty("iceServers", out var servers) && servers.GetArrayLength() > 0, configuration.ToString()));
        }
    }

    private async Task<(IPage Page, ConcurrentQueue<string> Heard)> EnterAsync(IBrowserContext context, string room, string name)
    {
        await context.AddInitScriptAsync(KeepConnections);
        var heard = new ConcurrentQueue<string>();
        var page = await context.NewPageAsync();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => heard.Enqueue(frame.Text ?? "");
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.GetByTestId("prejoin-name").FillAsync(name);
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        return (page, heard);
    }

    private static async Task<Candidates> CandidatesAsync(IPage page)
    {
        var text = await page.EvaluateAsync<string>(
            """
            async () => {
              const entries = (await Promise.all(window.kept.map((connection) => connection.getStats()))).flatMap((report) => [...report.values()]);
              const of = (type) => entries.filter((entry) => entry.type === type).map((entry) => ({ port: entry.port, fragment: entry.usernameFragment ?? '' }));
              return JSON.stringify({ local: of('local-candidate'), remote: of('remote-candidate'), configurations: window.keptConfigurations });
            }
            """);
        return JsonSerializer.Deserialize<Candidates>(text, JsonSerializerOptions.Web)!;
    }

    private sealed record Candidate(int Port, string Fragment);

    private sealed record Candidates(IReadOnlyList<Candidate> Local, IReadOnlyList<Candidate> Remote, IReadOnlyList<JsonElement> Configurations);
}
