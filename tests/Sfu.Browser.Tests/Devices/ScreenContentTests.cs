using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary>What whoever shares a screen says about it reaches the encoder.</summary>
[Trait("Category", "Browser")]
public sealed class ScreenContentTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    private const string WatchScreens = """
        (() => {
          window.shared = [];
          const original = MediaDevices.prototype.getDisplayMedia;
          MediaDevices.prototype.getDisplayMedia = async function (constraints) {
            const stream = await original.call(this, constraints);
            window.shared.push({ track: stream.getVideoTracks()[0], constraints });
            return stream;
          };
        })();
        """;

    [Fact]
    public async Task Text_or_motion_is_chosen_before_and_while_a_screen_is_shared_and_reaches_the_track()
    {
        var room = fixture.NewRoom();
        await using var ada = await DevicePerson.OpenAsync(fixture, room, script: WatchScreens);
        await using var bela = await DevicePerson.OpenAsync(fixture, room, width: 640, height: 480);
        await ada.JoinAsync("Ada");
        await bela.JoinAsync("Bela");

        await ChooseAsync(ada, "motion");
        await ada.TurnOnAsync("screen");
        Assert.Equal("motion 30", await ada.AskAsync<string>("(({ track, constraints }) => `${track.contentHint} ${constraints.video.frameRate.ideal}`)(window.shared[0])"));
        await bela.UntilAsync("window.sfu.stats().then((stats) => stats.sources.some(({ kind, framesDecoded }) => kind === 'screen' && framesDecoded > 0))");

        await ChooseAsync(ada, "text");
        await ada.UntilAsync("window.shared[0].track.contentHint === 'detail'");
        await ada.Get("toolbar-screen").ClickAsync();
        await ada.UntilPressedAsync("screen", false);
        await ada.TurnOnAsync("screen");
        Assert.Equal("detail 15", await ada.AskAsync<string>("(({ track, constraints }) => `${track.contentHint} ${constraints.video.frameRate.ideal}`)(window.shared[1])"));
        Assert.Equal("ended", await ada.AskAsync<string>("window.shared[0].track.readyState"));
    }

    private static async Task ChooseAsync(DevicePerson person, string content)
    {
        await person.Get("toolbar-screen-choose").ClickAsync();
        await person.Get("choose-screen").Locator($"[value={content}]").CheckAsync();
        await person.Page.Keyboard.PressAsync("Escape");
        await Expect(person.Get("choose-screen")).ToHaveCountAsync(0);
    }
}
