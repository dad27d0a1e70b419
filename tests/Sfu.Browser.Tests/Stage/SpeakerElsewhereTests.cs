using System.Globalization;
using Sfu.Client;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Stage;

/// <summary>Somebody speaks on a page of the stage that is not shown.</summary>
[Trait("Category", "Browser")]
public sealed class SpeakerElsewhereTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Theory]
    [InlineData(1280, 300)]
    [InlineData(390, 844)]
    public async Task Who_speaks_on_another_page_is_named_at_the_button_that_leads_there_and_moves_nothing(int width, int height)
    {
        var room = fixture.NewRoom();
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 24, PublishedSources.None);
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", width, height);
        var (next, previous, speaker) = (ada.Page.GetByTestId("pager-next"), ada.Page.GetByTestId("pager-previous"), ada.Page.GetByTestId("pager-speaker"));
        var pager = ada.Page.Locator(".pager > span");
        await Expect(next).ToHaveAttributeAsync("aria-label", "Next people");
        await Expect(speaker).ToHaveCountAsync(0);
        var before = await PlacesAsync(ada);

        await crowd[23].SetPublishingAsync(new PublishedSources(Mic: true));

        await Expect(speaker).ToContainTextAsync("Guest 24");
        await Expect(speaker).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(next).ToHaveAttributeAsync("aria-label", "Next people: Guest 24 speaks");
        await Expect(previous).ToHaveAttributeAsync("aria-label", "Previous people");
        Assert.Equal(before, await PlacesAsync(ada));
        var pages = int.Parse((await pager.InnerTextAsync()).Split(' ')[^1], CultureInfo.InvariantCulture);
        for (var page = 2; page <= pages; page++)
        {
            await next.ClickAsync();
            await Expect(pager).ToHaveTextAsync($"Page {page} of {pages}");
        }

        await Expect(ada.Tile("Guest 24")).ToHaveAttributeAsync("data-speaking", "true");
        await Expect(speaker).ToHaveCountAsync(0);
        await previous.ClickAsync();
        await Expect(next).ToHaveAttributeAsync("aria-label", "Next people: Guest 24 speaks");
        await crowd[23].SetPublishingAsync(PublishedSources.None);
        await Expect(speaker).ToHaveCountAsync(0);
    }

    /// <summary>Where tiles and the pager's controls are, once they have found their places: the pager takes room from the tiles a frame after it came.</summary>
    private static async Task<string> PlacesAsync(StagePage person)
    {
        string? before = null;
        await person.Person.UntilAsync(
            async () =>
            {
                var now = await person.Page.EvaluateAsync<string>(
                    """
                    async () => {
                      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
                      return JSON.stringify([...document.querySelectorAll('.tile, .pager > *')].map((element) => {
                        const { x, y, width, height } = element.getBoundingClientRect();
                        return [x, y, width, height];
                      }));
                    }
                    """);
                var rests = now == before;
                before = now;
                return rests;
            },
            StagePage.Limit, "rests");
        return before!;
    }
}
