using System.Net.Sockets;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>
/// PRV-12, 13, 16, 20 and 28 at once: a meeting of three with chat, polls, lobby, hands and a shared screen, two of them in real browsers,
/// every name, room, text and address a marker, and strace watching every write of the server. The markers reach those they are meant for and
/// nothing and nobody else, during the meeting and after it.
/// </summary>
[Trait("Category", "Browser")]
[Trait("PRV", "12")]
public sealed class Prv12WholeMeetingTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const string Room = "MarkerRoom";
    private const string OwnerComesFrom = "127.77.66.55";
    private const string KnockerComesFrom = "127.77.66.44";

    /// <summary>Whatever names a person, a place or a word of the meeting.</summary>
    private static readonly string[] Markers =
        ["MarkerRoom", "MarkerOwner", "MarkerAda", "MarkerBela", "MarkerKnocker", "MarkerChat", "MarkerPrivate", "MarkerPoll", "MarkerChoice", "MarkerSubject", "MarkerSesame", OwnerComesFrom, KnockerComesFrom];

    [Fact]
    public async Task The_markers_of_a_meeting_are_in_no_file_no_log_no_metric_and_in_no_answer_to_others()
    {
        var folder = Directory.CreateTempSubdirectory("sfu-prv12-");
        var trace = new FileTrace(Path.Combine(folder.FullName, "trace"));
        var port = OwnServer.FreePort();
        var address = new Uri($"http://127.0.0.1:{port}/");
        await using (var server = await OwnServer.StartAsync(
            trace.Command, "--urls", address.GetLeftPart(UriPartial.Authority), $"--Sfu:Media:Port={OwnServer.FreePort(SocketType.Dgram)}",
            $"--Sfu:DataDirectory={folder.FullName}/data", "--Sfu:Logs:Web:Enabled=true", $"--Sfu:Logs:Web:Directory={folder.FullName}/logs", "--Logging:LogLevel:Default=Trace"))
        {
            await using var outsider = await HubPerson.ConnectAsync(address, "127.77.66.33");
            await outsider.JoinAsync("Elsewhere", "Outsider");
            var during = await MeetAsync(address, outsider);
            AssertNoMarker(during, "what others were answered during the meeting");
            AssertNoMarker(await AskAsOthersAsync(address), "what others were answered after the meeting");
            AssertNoMarker(outsider.Heard, "what somebody in another room heard");
            await outsider.CallAsync("Leave", new { });
            await server.StopAsync();
            AssertNoMarker(server.OutputLines, "the log");
        }

        AssertTrace(trace, folder.FullName);
        foreach (var file in Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("/trace", StringComparison.Ordinal)))
        {
            AssertNoMarker([await File.ReadAllTextAsync(file, System.Text.Encoding.Latin1)], file);
        }

        folder.Delete(recursive: true);
    }

    /// <summary>The meeting. Gives what others were answered meanwhile.</summary>
    private async Task<IReadOnlyList<string>> MeetAsync(Uri address, HubPerson outsider)
    {
        await using var owner = await HubPerson.ConnectAsync(address, OwnerComesFrom);
        await owner.JoinAsync(Room, "MarkerOwner");
        await using var adas = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        await using var belas = await fixture.Browser.OpenContextAsync("de-DE", 1280, 800);
        var ada = await EnterAsync(adas, address, "MarkerAda");
        var bela = await EnterAsync(belas, address, "MarkerBela");
        await ada.GetByTestId("toolbar-mic").ClickAsync();
        await ada.GetByTestId("toolbar-camera").ClickAsync();
        await ada.GetByTestId("toolbar-screen").ClickAsync();
        await bela.Locator("[data-testid=tile][data-kind=screen] video").WaitForAsync();
        await Until.TrueAsync(() => Task.FromResult(owner.HasHeard("\"screen\":true")), Patience.Limit, () => "the owner never heard of the screen");

        await owner.DoAsync("change-settings", ("settings", HubPerson.Settings(("lobby", true), ("subject", "MarkerSubject"))));
        await using var knocker = await HubPerson.ConnectAsync(address, KnockerComesFrom);
        await Assert.ThrowsAsync<Sfu.Client.Hub.HubRefusedException>(() => knocker.JoinAsync(Room, "MarkerKnocker"));
        await Until.TrueAsync(() => Task.FromResult(owner.HasHeard("MarkerKnocker")), Patience.Limit, () => "nobody knocked");
        await owner.DoAsync("message-lobby", ("text", "MarkerChat one moment"));
        await owner.DoAsync("admit-all");
        await owner.DoAsync("send-chat", ("text", "MarkerChat to all"));
        await owner.DoAsync("send-chat", ("text", "MarkerPrivate to the owner's own page"), ("target", owner.Id));
        await owner.DoAsync("create-poll", ("poll", new { question = "MarkerPoll?", options = new[] { "MarkerChoice a", "MarkerChoice b" }, multiple = false, anonymous = false, live = true }));
        await owner.DoAsync("vote", ("target", "1"), ("choices", new[] { 1 }));
        await owner.DoAsync("raise-hand");
        await owner.DoAsync("set-password", ("text", "MarkerSesame"));

        // Those whom it is meant for have it.
        await Until.TrueAsync(() => Task.FromResult(owner.HasHeard("MarkerChat to all") && owner.HasHeard("MarkerChoice b")), Patience.Limit, () => "the chat did not come");
        Assert.False(knocker.HasHeard("MarkerChat to all") || knocker.HasHeard("MarkerAda") || knocker.HasHeard("MarkerPoll"));
        var others = await AskAsOthersAsync(address);
        await outsider.DoAsync("send-chat", ("text", "still alone"));

        foreach (var page in new[] { ada, bela })
        {
            await page.GetByTestId("toolbar-leave").ClickAsync();
            await page.StateIsAsync("left");
        }

        await owner.DoAsync("end");
        return others;
    }

    /// <summary>Everything a stranger can ask of the server without being in the room.</summary>
    private static async Task<IReadOnlyList<string>> AskAsOthersAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        var answers = new List<string>();
        foreach (var path in new[] { "metrics", "privacy.json", "privacy", "consent", "healthz", "readyz", "branding/site.json", "manifest.webmanifest", "", "another-room", "nowhere/at/all" })
        {
            using var answer = await http.GetAsync(path);
            answers.Add($"{path} {answer}\n{await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Contains("sfu_participants", answers[0], StringComparison.Ordinal);
        return answers;
    }

    private static async Task<IPage> EnterAsync(IBrowserContext context, Uri address, string name)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(address, Room).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.GetByTestId("prejoin-name").FillAsync(name);
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        return page;
    }

    private static void AssertTrace(FileTrace trace, string folder)
    {
        // It did watch: the key file, made at the start, and the web log are in it.
        Assert.Contains(trace.FilesOpenedForWriting(), file => file.StartsWith(folder + "/data/sfu.key", StringComparison.Ordinal));
        Assert.Contains(trace.WritesToFiles(), write => write.Contains($"<{folder}/logs/web-", StringComparison.Ordinal));

        // Two files, and what the runtime itself puts into the temporary folder when it starts: pipes for debuggers, no content.
        Assert.All(trace.FilesOpenedForWriting(), file => Assert.True(
            file.StartsWith(folder + "/data/sfu.key", StringComparison.Ordinal) || file.StartsWith(folder + "/logs/web-", StringComparison.Ordinal)
            || file.Contains("/clr-debug-pipe-", StringComparison.Ordinal), file));
        Assert.All(trace.WritesToFiles(), write => Assert.True(
            write.Contains($"<{folder}/data/sfu.key", StringComparison.Ordinal) || write.Contains($"<{folder}/logs/web-", StringComparison.Ordinal), Shorten(write)));
        foreach (var marker in Markers)
        {
            Assert.Empty(trace.Mentions(marker).Select(Shorten));
        }

        // PRV-30: it called nobody.
        Assert.Empty(trace.OutgoingConnections().Select(Shorten));
    }

    private static void AssertNoMarker(IEnumerable<string> texts, string where) =>
        Assert.All(texts, text => Assert.All(Markers, marker => Assert.False(text.Contains(marker, StringComparison.OrdinalIgnoreCase), $"{marker} is in {where}: {Shorten(text)}")));

    private static string Shorten(string text) => text[..Math.Min(text.Length, 400)];
}
