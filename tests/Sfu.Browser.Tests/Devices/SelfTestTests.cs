using Sfu.Browser.Tests.Pages;
using Sfu.Browser.Tests.Privacy;
using Sfu.Testing.Processes;
using static Microsoft.Playwright.Assertions;

namespace Sfu.Browser.Tests.Devices;

/// <summary><c>/selftest</c> says in words what does not get through.</summary>
[Trait("Category", "Browser")]
public sealed class SelfTestTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task When_all_is_well_it_says_so_asks_for_no_device_and_leaves_no_room_behind()
    {
        await using var ada = await DevicePerson.OpenAsync(fixture, "selftest");
        await ada.Page.StateIsAsync("selftest");

        await Expect(ada.Get("selftest-verdict")).ToContainTextAsync("All is well");

        await Expect(ada.Get("selftest-udp")).ToContainTextAsync($"UDP port {fixture.Server.MediaPort} is open");
        await Expect(ada.Get("selftest-media")).ToHaveAttributeAsync("data-outcome", "media-udp");
        await ada.Page.AxeFindsNothingAsync("self-test, good");
        Assert.Equal(0, await ada.AskAsync<int>("window.opened.length"));
        await ada.UntilAsync("fetch('/privacy.json').then((answer) => answer.json()).then(({ participants }) => participants === 0)");

        await ada.Get("mic-test").ClickAsync();
        await Expect(ada.Get("level")).ToBeVisibleAsync();
        await ada.Get("mic-test").ClickAsync();
        await ada.UntilAsync("window.opened.length === 1 && window.opened[0].track.readyState === 'ended'");
        Assert.Empty(ada.Complaints);
    }

    [Fact]
    public async Task A_shut_media_port_is_named_with_what_helps()
    {
        // TEST-NET-2 (RFC 5737): packets to it go nowhere, as behind a firewall.
        await using var server = await ServerProcess.StartAsync(null, "--Sfu:Media:Advertise:0=198.51.100.7");
        await using var ada = await DevicePerson.OpenAsync(fixture, "selftest", "de-DE", 390, 844, server: server.BaseAddress);

        await Expect(ada.Get("selftest-verdict")).ToContainTextAsync("Etwas kommt nicht durch", new() { Timeout = 60_000 }); // ten seconds of them are the page's own patience

        await Expect(ada.Get("selftest-web")).ToHaveAttributeAsync("data-mark", "good");
        await Expect(ada.Get("selftest-hub")).ToHaveAttributeAsync("data-mark", "good");
        await Expect(ada.Get("selftest-udp")).ToContainTextAsync($"UDP-Port {server.MediaPort} von 198.51.100.7 ist zu");
        await Expect(ada.Get("selftest-media")).ToHaveAttributeAsync("data-outcome", "media-bad");
        await ada.Page.AxeFindsNothingAsync("self-test, port shut");
        await server.StopAsync();
    }

    [Fact]
    public async Task A_WebSocket_that_is_cut_on_the_way_is_told_apart_from_a_shut_port()
    {
        await using var ada = await DevicePerson.OpenAsync(
            fixture, "selftest", prepare: context => context.RouteWebSocketAsync(_ => true, socket => _ = socket.CloseAsync()));

        await Expect(ada.Get("selftest-hub")).ToHaveAttributeAsync("data-outcome", "hub-bad");
        await Expect(ada.Get("selftest-hub")).ToContainTextAsync("no WebSocket");
        await Expect(ada.Get("selftest-media")).ToHaveAttributeAsync("data-outcome", "skipped");
    }
}
