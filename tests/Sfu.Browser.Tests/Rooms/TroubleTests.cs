using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>How soon the page says in words that something is wrong. Both moments are taken by the page's own clock, so that a busy test counts for nothing.</summary>
[Trait("Category", "Browser")]
public sealed class TroubleTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const double LatestMs = 2_000;

    /// <summary>Notes when the banner's words and the mark beside the room's name both say that the connection is being mended.</summary>
    private const string Watch = """
        window.trouble = { cutMs: 0, saidMs: 0 };
        new MutationObserver(() => {
          const mark = document.querySelector('[data-testid=status-connection]')?.dataset.state;
          const words = [...document.querySelectorAll('[data-testid=banner]')].some((banner) => banner.textContent.includes('Reconnecting'));
          if (window.trouble.cutMs > 0 && window.trouble.saidMs === 0 && mark === 'reconnecting' && words) window.trouble.saidMs = performance.now();
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        """;

    [Fact]
    public async Task A_media_path_that_goes_silent_is_told_in_words_within_two_seconds_to_who_sends_and_to_who_only_watches()
    {
        await using var line = new MediaLine(fixture.Server);
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada", line.Script + Watch);
        await using var bela = await Attendee.EnterAsync(fixture.Browser, address, "Bela");
        await ada.Get("toolbar-camera").ClickAsync();
        await bela.Get("toolbar-camera").ClickAsync();
        await Until.TrueAsync(async () => await bela.FramesFromAsync("Ada") > 0, Patience.Limit, () => "Bela sees Ada");
        await WatchesAsync(ada, 60);
        Assert.True(line.Carried > 0, "Ada's media takes the line that is to be cut");

        foreach (var sends in new[] { true, false })
        {
            if (!sends)
            {
                await ada.Get("toolbar-camera").ClickAsync();
                await Assertions.Expect(ada.Get("toolbar-camera")).ToHaveAttributeAsync("aria-pressed", "false");
                await WatchesAsync(ada, 60);
            }

            var ms = await UntilSaidAsync(ada, () =>
            {
                line.Cut();
                return Task.CompletedTask;
            });
            Assert.True(ms <= LatestMs, $"{(sends ? "who sends" : "who only watches")} is told after {ms:0} ms");

            line.Mend();
            await ada.IsConnectedAsync();
            await Assertions.Expect(ada.Get("banner")).ToHaveCountAsync(0);
            await WatchesAsync(ada, 10);
            Assert.Equal(1, (await ada.SpyAsync()).PeerConnections);
        }
    }

    [Fact]
    public async Task A_hub_that_is_cut_is_told_in_words_within_two_seconds()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada", Watch);
        await ada.IsConnectedAsync();

        var ms = await UntilSaidAsync(ada, ada.CutAsync);

        Assert.True(ms <= LatestMs, $"told after {ms:0} ms");
        ada.Mend();
        await ada.IsConnectedAsync();
    }

    /// <summary>From just before the cut, so that what is measured is never less than what somebody would notice.</summary>
    private static async Task<double> UntilSaidAsync(Attendee person, Func<Task> cut)
    {
        await person.Page.EvaluateAsync("() => { window.trouble.saidMs = 0; window.trouble.cutMs = performance.now(); }");
        await cut();
        await Until.TrueAsync(async () => await person.Page.EvaluateAsync<double>("window.trouble.saidMs") > 0, Patience.Limit, () => "the page says that it is reconnecting");
        return await person.Page.EvaluateAsync<double>("window.trouble.saidMs - window.trouble.cutMs");
    }

    /// <summary>So many more pictures of Bela: at twenty a second that is how long all has been well.</summary>
    private static async Task WatchesAsync(Attendee ada, int frames)
    {
        var before = await ada.FramesFromAsync("Bela");
        await Until.TrueAsync(async () => await ada.FramesFromAsync("Bela") > before + frames, Patience.Limit, () => "Ada sees Bela");
    }
}
