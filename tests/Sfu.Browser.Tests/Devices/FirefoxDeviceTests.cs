using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Devices;

/// <summary>The main ones in Firefox: the self-test, the settings on an open microphone, the statistics.</summary>
[Trait("Category", "Browser")]
public sealed class FirefoxDeviceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Firefox_tests_the_way_to_the_server_and_takes_other_settings_in_the_middle_of_a_call()
    {
        await using var host = await NetworkNamespace.CreateAsync();
        await using var server = await ServerProcess.StartAsync(host, "--Sfu:Rooms:Creation=open");
        await using var fox = new RoomPage(await FirefoxPage.StartAsync(host), "Fox");

        await fox.OpenAsync(server.BaseAddress, "devices");
        await fox.Page.OpenAsync(new Uri(server.BaseAddress, "selftest"));
        await fox.UntilAsync(() => IsTrueAsync(fox, "document.querySelector('[data-testid=selftest-media]')?.dataset.outcome === 'media-udp'"), Limit, "has reached the server");
        Assert.True(await IsTrueAsync(fox, "document.querySelector('[data-testid=selftest-udp]').dataset.mark === 'good'"));

        await fox.EnterAsync(server.BaseAddress, "devices");
        await fox.TurnAsync("mic", true);
        await fox.Page.ClickAsync("toolbar-settings");
        await fox.UntilAsync(() => IsTrueAsync(fox, "document.querySelector('[data-testid=taste-music]') !== null"), Limit, "shows the settings");
        var before = (await fox.SpyAsync()).GetUserMedia;
        await fox.Page.ClickAsync("taste-music");
        await fox.UntilAsync(async () => (await fox.SpyAsync()).GetUserMedia == before + 1, Limit, "has opened the microphone anew");
        Assert.True(await fox.IsPressedAsync("toolbar-mic"));

        await fox.Page.ClickAsync("settings-help");
        await fox.Page.ClickAsync("open-statistics");
        await fox.UntilAsync(
            () => IsTrueAsync(fox, "[...document.querySelectorAll('[data-testid=statistics] tbody tr')].some((row) => row.textContent.includes('opus'))"), Limit, "sends sound");
        await server.StopAsync();
    }

    private static async Task<bool> IsTrueAsync(RoomPage person, string expression) => (await person.Page.EvaluateAsync(expression)).GetBoolean();
}
