using System.Diagnostics;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Rooms;

/// <summary>What a reload and a lost connection cost: nothing.</summary>
[Trait("Category", "Browser")]
public sealed class StayTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task A_reload_keeps_role_hand_and_place_and_turns_nothing_on()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await using var bela = await Attendee.EnterAsync(fixture.Browser, address, "Bela");
        await ada.Get("toolbar-hand").ClickAsync();
        await Assertions.Expect(ada.Get("toolbar-hand")).ToHaveAttributeAsync("aria-pressed", "true");
        await ada.Get("toolbar-mic").ClickAsync();
        await Assertions.Expect(bela.Page.Locator("[data-testid=tile][data-name=Ada]")).ToHaveAttributeAsync("data-mic", "on");
        var (id, heard) = (await ada.IdAsync(), bela.Told.Count);

        await ada.Page.ReloadAsync();

        // First of all, since it goes by itself after some seconds.
        await Assertions.Expect(ada.Get("banner").Filter(new() { HasText = "back in the room" })).ToBeVisibleAsync();
        await ada.Page.StateIsAsync("room");
        await ada.IsConnectedAsync();
        await ada.ModeratesAsync(true);
        Assert.Equal(id, await ada.IdAsync());
        await Assertions.Expect(ada.Get("toolbar-hand")).ToHaveAttributeAsync("aria-pressed", "true");
        await Assertions.Expect(bela.Page.Locator("[data-testid=tile][data-name=Ada]")).ToHaveAttributeAsync("data-mic", "off");
        Assert.Equal(0, (await ada.SpyAsync()).GetUserMedia);
        await bela.IsToldAsync(heard, "\"reconnecting\":true");
        Assert.Equal(0, bela.CountTold(heard, "\"participantLeft\"") + bela.CountTold(heard, "\"participantJoined\""));
    }

    [Fact]
    public async Task A_reload_before_the_door_keeps_the_place_in_the_queue()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await ada.SetRoomAsync(() => ada.Get("room-lobby").CheckAsync());
        await ada.Get("toolbar-people").ClickAsync();
        await using var bela = await Attendee.AtDoorAsync(fixture.Browser, address, "Bela");
        await using var cleo = await Attendee.AtDoorAsync(fixture.Browser, address, "Cleo");
        var queue = ada.Page.Locator(".knocker");
        foreach (var (visitor, place) in new[] { (bela, 1), (cleo, 2) })
        {
            await visitor.KnockAsync();
            await visitor.Page.StateIsAsync("lobby");
            await Assertions.Expect(queue).ToHaveCountAsync(place);
        }

        await bela.Page.AxeFindsNothingAsync("waiting before the door");
        await bela.Page.ReloadAsync();
        await bela.Page.StateIsAsync("lobby");

        await Assertions.Expect(queue).ToHaveCountAsync(2);
        await Assertions.Expect(queue.First).ToHaveAttributeAsync("data-name", "Bela");
        await queue.First.GetByTestId("lobby-admit").ClickAsync();
        await bela.Page.StateIsAsync("room");
        await cleo.Get("lobby-cancel").ClickAsync();
        await cleo.Page.StateIsAsync("prejoin");
        await Assertions.Expect(queue).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_media_goes_on_while_the_hub_is_cut_for_twenty_seconds()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        await using var bela = await Attendee.EnterAsync(fixture.Browser, address, "Bela");
        await ada.Get("toolbar-camera").ClickAsync();
        await bela.Get("toolbar-camera").ClickAsync();
        await Until.TrueAsync(async () => await ada.FramesFromAsync("Bela") > 0 && await bela.FramesFromAsync("Ada") > 0, Patience.Limit, () => "they see one another");
        var (id, heard) = (await ada.IdAsync(), bela.Told.Count);

        await ada.CutAsync();
        await Assertions.Expect(ada.Get("status-connection")).ToHaveAttributeAsync("data-state", "reconnecting");
        await bela.IsToldAsync(heard, "\"reconnecting\":true");
        var cut = Stopwatch.StartNew();
        while (cut.Elapsed < TimeSpan.FromSeconds(20))
        {
            var (atAda, atBela) = (await ada.FramesFromAsync("Bela"), await bela.FramesFromAsync("Ada"));
            await Until.TrueAsync(
                async () => await ada.FramesFromAsync("Bela") > atAda + 10 && await bela.FramesFromAsync("Ada") > atBela + 10, Patience.Limit, () => "the media goes on");
        }

        ada.Mend();
        await Assertions.Expect(ada.Get("status-connection")).ToHaveAttributeAsync("data-state", "connected");
        await bela.IsToldAsync(heard, "\"reconnecting\":false");
        Assert.Equal((id, 1), (await ada.IdAsync(), (await ada.SpyAsync()).PeerConnections));
        Assert.Equal(0, bela.CountTold(heard, "\"participantLeft\"") + bela.CountTold(heard, "\"participantJoined\""));

        // What is done now reaches the others: the connection is whole again.
        await ada.Get("toolbar-camera").ClickAsync();
        await Assertions.Expect(bela.Page.Locator("[data-testid=tile][data-name=Ada]")).ToHaveAttributeAsync("data-camera", "off");
    }

    [Fact]
    public async Task A_place_that_is_taken_over_by_another_tab_says_so_and_can_be_had_back()
    {
        var address = new Uri(fixture.Server.BaseAddress, fixture.NewRoom());
        await using var ada = await Attendee.EnterAsync(fixture.Browser, address, "Ada");
        var stay = await ada.Page.EvaluateAsync<string>("sessionStorage.getItem('sfu.stay')");
        var copy = await ada.Page.Context.NewPageAsync();
        await copy.AddInitScriptAsync($"sessionStorage.setItem('sfu.stay', {System.Text.Json.JsonSerializer.Serialize(stay)})");
        await copy.GotoAsync(address.AbsoluteUri);
        await copy.GetByTestId("prejoin-join").ClickAsync();
        await copy.StateIsAsync("room");

        await ada.Page.StateIsAsync("left");
        await Assertions.Expect(ada.Get("left")).ToHaveAttributeAsync("data-reason", "replaced");
        await ada.Page.AxeFindsNothingAsync("replaced by another tab");
        await ada.Get("left-rejoin").ClickAsync();
        await ada.Page.StateIsAsync("room");
        await copy.StateIsAsync("left");
    }
}
