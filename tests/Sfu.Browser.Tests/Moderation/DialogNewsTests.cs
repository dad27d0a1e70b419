using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Moderation;

/// <summary>While a dialogue is open, everything around it can neither be clicked nor heard by screen readers; what happens is told inside.</summary>
[Trait("Category", "Browser")]
public sealed class DialogNewsTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task What_others_do_is_said_and_told_inside_an_open_dialogue_and_on_the_page_again_afterwards()
    {
        var room = fixture.NewRoom();
        await using var ada = await Member.EnterAsync(fixture, room, "Ada");
        var settings = ada.Get("settings");
        await Expect(ada.Get("announcements")).ToHaveCountAsync(1);
        await ada.Get("toolbar-settings").ClickAsync();
        await Expect(settings).ToBeVisibleAsync();

        // What is announced stays for some seconds only, so it is waited for from before it happens.
        var announced = Expect(settings.GetByTestId("announcements")).ToContainTextAsync("Bela");
        await using var bela = await Member.EnterAsync(fixture, room, "Bela");
        await announced;
        await Expect(settings.GetByTestId("announcements")).ToHaveAttributeAsync("role", "status");
        await Expect(ada.Get("announcements")).ToHaveCountAsync(1);

        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(settings).ToHaveCountAsync(0);
        announced = Expect(ada.Get("announcements")).ToContainTextAsync("Bela");
        await bela.Get("toolbar-hand").ClickAsync();
        await announced;

        await bela.Get("toolbar-settings").ClickAsync();
        await Expect(bela.Get("settings")).ToBeVisibleAsync();
        await ada.OpenPeopleAsync();
        await ada.ActAsync("Bela", "person-make-moderator");
        var told = bela.Get("settings").GetByTestId("banner");
        await Expect(told).ToContainTextAsync("moderator");
        await told.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(bela.Banner).ToHaveCountAsync(0);
        Assert.Empty(ada.Errors);
        Assert.Empty(bela.Errors);
    }

    [Fact]
    public async Task A_notice_that_was_there_before_stays_where_it_was_and_keeps_its_button()
    {
        await using var ada = await Member.AtDoorAsync(fixture, fixture.NewRoom(), "Ada");
        await ada.Page.EvaluateAsync("() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }; }");
        await ada.JoinAsync();
        await ada.Get("toolbar-mic").ClickAsync();
        var how = ada.Get("banner-how");
        await how.ClickAsync();
        await Expect(ada.Get("permission-help")).ToBeVisibleAsync();
        await Expect(ada.Get("permission-help").GetByTestId("banner")).ToHaveCountAsync(0);
        await ada.Page.Keyboard.PressAsync("Escape");
        await Expect(how).ToBeFocusedAsync();

        // In the settings the same refusal is told where the microphone is tried.
        await ada.Banner.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await ada.Get("toolbar-settings").ClickAsync();
        await ada.Get("mic-test").ClickAsync();
        await Expect(ada.Get("settings").GetByTestId("banner")).ToContainTextAsync("microphone");
        await ada.Get("settings").GetByTestId("banner-how").ClickAsync();
        await Expect(ada.Get("permission-help")).ToBeVisibleAsync();
    }
}
