using Microsoft.Playwright;
using Sfu.Browser.Tests.Privacy;
using Sfu.Browser.Tests.Stage;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>
/// A page that goes away says so (<c>Leave</c> with <c>comesBack</c> at <c>pagehide</c>). No test stands between these pages and the hub: what
/// a page says in its last moment would get lost there.
/// </summary>
[Trait("Category", "Browser")]
public sealed class GoingTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>Keeps what becomes of Ada's tile, without repeating itself.</summary>
    private const string WatchAda = """
        window.ada = [];
        new MutationObserver(() => {
          const tile = document.querySelector('[data-testid=tile][data-name=Ada]');
          const now = !tile ? 'gone' : tile.textContent.includes('Reconnecting') ? 'reconnecting' : 'here';
          if (now !== window.ada.at(-1)) window.ada.push(now);
        }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
        """;

    /// <summary>When Ada's page is inside, by its own clock: what the test takes to notice does not count.</summary>
    private const string NoteInside = """
        window.insideMs = 0;
        new MutationObserver(() => {
          if (document.body?.dataset.state === 'room') window.insideMs ||= performance.now();
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    /// <summary>A seat waits a minute for who breaks off and ten seconds for who said that she goes.</summary>
    private static readonly TimeSpan SaidGoodbye = TimeSpan.FromSeconds(30);

    /// <summary>With what a busy machine needs to close a tab.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Who_reloads_has_her_seat_again_at_once_and_never_leaves_the_others_stage()
    {
        var room = fixture.NewRoom();
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", script: NoteInside);
        await using var bela = await StagePage.EnterAsync(fixture, room, "Bela", script: WatchAda);
        await SeesAdaAsync(bela, "here", StagePage.Limit);
        var seat = await SelfAsync(ada);

        await ada.Page.ReloadAsync();
        await ada.Page.StateIsAsync("room");

        Assert.Equal(seat, await SelfAsync(ada));
        Assert.InRange(await ada.Page.EvaluateAsync<double>("window.insideMs"), 1, 8_000);
        await Until.TrueAsync(async () => (await WhatBelaSawAsync(bela)).EndsWith("reconnecting here", StringComparison.Ordinal), StagePage.Limit, () => "Bela sees Ada go and come back");
        Assert.DoesNotContain("gone", (await WhatBelaSawAsync(bela))["gone".Length..], StringComparison.Ordinal);
        Assert.Equal(2, await bela.Page.GetByTestId("tile").CountAsync());
    }

    [Fact]
    public async Task Who_closes_the_tab_is_shown_as_reconnecting_at_once_and_gone_when_she_does_not_come_back_soon()
    {
        var room = fixture.NewRoom();
        await using var bela = await StagePage.EnterAsync(fixture, room, "Bela", script: WatchAda);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada");
        await SeesAdaAsync(bela, "here", StagePage.Limit);

        await ada.Page.CloseAsync(new PageCloseOptions { RunBeforeUnload = true });

        await SeesAdaAsync(bela, "reconnecting", AtOnce);
        await SeesAdaAsync(bela, "gone", SaidGoodbye);
    }

    private static Task<TimeSpan> SeesAdaAsync(StagePage bela, string what, TimeSpan limit) =>
        Until.TrueAsync(async () => (await WhatBelaSawAsync(bela)).EndsWith(what, StringComparison.Ordinal), limit, () => $"Ada is {what} at Bela's");

    private static Task<string> WhatBelaSawAsync(StagePage bela) => bela.Page.EvaluateAsync<string>("window.ada.join(' ')");

    private static async Task<string> SelfAsync(StagePage person) =>
        await person.Page.Locator("[data-testid=tile][data-self=true]").First.GetAttributeAsync("data-participant") ?? "";
}
