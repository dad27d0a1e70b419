using Sfu.Client;

namespace Sfu.Browser.Tests.Stage;

/// <summary>A slot changes hands, a picture never appears under another's name.</summary>
[Trait("Category", "Browser")]
public sealed class FormerPersonTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const int Turns = 20;

    /// <summary>Looks at every picture that is shown, in every frame of the page, and compares it with the name beside it.</summary>
    private const string Watch = """
        () => {
          const seen = window.seen = { red: 0, blue: 0, wrong: 0 };
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true });
          const look = () => {
            for (const video of document.querySelectorAll('[data-testid=tile] video[data-ready=true]')) {
              const { videoWidth, videoHeight } = video;
              context.drawImage(video, videoWidth / 4, videoHeight / 4, videoWidth / 4, videoHeight / 4, 0, 0, 1, 1);
              const [red, , blue] = context.getImageData(0, 0, 1, 1).data;
              const shown = red > 2 * blue ? 'red' : blue > 2 * red ? 'blue' : 'none';
              const expected = video.closest('[data-testid=tile]').dataset.name.toLowerCase();
              if (shown === expected) seen[shown]++;
              else if (shown !== 'none') seen.wrong++;
            }
            requestAnimationFrame(look);
          };
          look();
        }
        """;

    [Fact]
    public async Task When_a_slot_goes_to_somebody_else_no_frame_of_the_former_person_is_shown()
    {
        var room = fixture.NewRoom();
        await using var red = await StagePage.EnterAsync(fixture, room, "Red", 640, 480, ColouredCamera.Script("red"));
        await red.Person.TurnAsync("camera", true);
        await using var crowd = await Crowd.JoinAsync(fixture.Server.BaseAddress, room, 8, PublishedSources.None);
        await using var blue = await StagePage.EnterAsync(fixture, room, "Blue", 640, 480, ColouredCamera.Script("blue"));
        await blue.Person.TurnAsync("camera", true);
        // A phone has nine slots, so that Red is on the first and Blue on the second, and both are first in line for the same slot.
        await using var ada = await StagePage.EnterAsync(fixture, room, "Ada", 390, 844);
        await ada.UntilTilesAsync(tiles => tiles.Any(tile => tile is { Name: "Red", Ready: true }), "sees Red");
        await ada.Page.EvaluateAsync(Watch);

        foreach (var turn in Enumerable.Range(0, Turns))
        {
            await ada.Page.GetByTestId(turn % 2 == 0 ? "pager-next" : "pager-previous").ClickAsync();
            var expected = turn % 2 == 0 ? "Blue" : "Red";
            var before = await SeenAsync(ada, expected);
            await ada.Person.UntilAsync(async () => await SeenAsync(ada, expected) > before + 1, StagePage.Limit, $"sees {expected}");
        }

        Assert.Equal(0, await SeenAsync(ada, "wrong"));
    }

    private static Task<int> SeenAsync(StagePage ada, string what) => ada.Page.EvaluateAsync<int>($"window.seen.{what.ToLowerInvariant()}");
}
