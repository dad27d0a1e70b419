using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Devices;

/// <summary>The main ones in Firefox: the self-test, the settings on an open microphone, the statistics.</summary>
[Trait("Category", "Browser")]
public sealed class FirefoxDeviceTests
{
    [Fact]
    public async Task Firefox_tests_the_way_to_the_server_and_takes_other_settings_in_the_middle_of_a_call()
    {
        await using var host = await NetworkNamespace.CreateAsync();
        await using var server = await ServerProcess.StartAsync(host, "--Sfu:Rooms:Creation=open");
        await using var fox = new RoomPage(await FirefoxPage.StartAsync(host), "Fox");

        await fox.OpenAsync(server.BaseAddress, "devices");
        await fox.Page.OpenAsync(new Uri(server.BaseAddress, "selftest"));
        await fox.UntilAsync(() => IsTrueAsync(fox, "document.querySelector('[data-testid=selftest-media]')?.dataset.outcome === 'media-udp'"), Patience.Limit, "has reached the server");
        await fox.UntilAsync(() => IsTrueAsync(fox, "document.querySelector('[data-testid=selftest-udp]').dataset.mark === 'good'"), Patience.Limit, "says that the port is open");

        await fox.EnterAsync(server.BaseAddress, "devices");
        await fox.TurnAsync("mic", true);
        await fox.Page.ClickAsync("toolbar-settings");
        await fox.UntilAsync(() => IsTrueAsync(fox, "document.querySelector('[data-testid=taste-music]') !== null"), Patience.Limit, "shows the settings");
        var before = (await fox.SpyAsync()).GetUserMedia;
        await fox.Page.ClickAsync("taste-music");
        await fox.UntilAsync(async () => (await fox.SpyAsync()).GetUserMedia == before + 1, Patience.Limit, "has opened the microphone anew");
        await fox.UntilAsync(() => fox.IsPressedAsync("toolbar-mic"), Patience.Limit, "has the microphone on as before");

        await fox.Page.ClickAsync("settings-help");
        await fox.Page.ClickAsync("open-statistics");
        await fox.UntilAsync(
            () => IsTrueAsync(fox, "[...document.querySelectorAll('[data-testid=statistics] tbody tr')].some((row) => row.textContent.includes('opus'))"), Patience.Limit, "sends sound");
        await server.StopAsync();
    }

    private static async Task<bool> IsTrueAsync(RoomPage person, string expression) => (await person.Page.EvaluateAsync(expression)).GetBoolean();
}
