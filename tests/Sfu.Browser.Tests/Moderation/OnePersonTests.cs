using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>What a moderator turns off at one person by the menu of her line, and what that person reads.</summary>
[Trait("Category", "Browser")]
public sealed class OnePersonTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task A_camera_and_a_shared_screen_are_turned_off_by_the_menu_and_the_person_is_told_by_whom()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await using var cleo = await Member.EnterAsync(fixture, room, "Cleo", width: 640, height: 480);
        await bela.TurnAsync("camera", true);
        await cleo.TurnAsync("camera", true);
        await bela.TurnAsync("screen", true);
        await Expect(Tile(ada, "Bela", "screen")).ToBeVisibleAsync();
        await ada.OpenPeopleAsync();
        await Expect(ada.Line("Bela")).ToContainTextAsync("shares a screen");

        await ada.ActAsync("Bela", "person-stop-share");
        await bela.IsToldAsync("Ada has stopped your screen sharing.");
        await bela.IsAsync("screen", false);
        await bela.IsAsync("camera", true);
        await Expect(Tile(ada, "Bela", "screen")).ToHaveCountAsync(0);
        await Expect(Tile(cleo, "Bela", "screen")).ToHaveCountAsync(0);

        await ada.ActAsync("Bela", "person-camera-off");
        await bela.IsToldAsync("Ada has turned your camera off.");
        await bela.IsAsync("camera", false);
        await Expect(Tile(ada, "Bela", "camera")).ToHaveAttributeAsync("data-camera", "off");
        await cleo.IsAsync("camera", true);

        // What is off cannot be turned off again, and she herself may turn it on.
        await ada.Line("Bela").GetByTestId("person-menu").ClickAsync();
        await Expect(ada.Get("person-remove")).ToBeVisibleAsync();
        await Expect(ada.Get("person-camera-off")).ToHaveCountAsync(0);
        await Expect(ada.Get("person-stop-share")).ToHaveCountAsync(0);
        await bela.TurnAsync("camera", true);
        await Expect(Tile(ada, "Bela", "camera")).ToHaveAttributeAsync("data-camera", "on");
        Assert.Empty(bela.Errors);
    }

    private static ILocator Tile(Member member, string name, string kind) => member.Page.Locator($"[data-testid=tile][data-name={name}][data-kind={kind}]");
}
