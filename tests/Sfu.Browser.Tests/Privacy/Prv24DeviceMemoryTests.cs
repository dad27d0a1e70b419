using Microsoft.Playwright;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-24: this device remembers only what it was asked to, and forgets with one click.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "24")]
public sealed class Prv24DeviceMemoryTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task This_device_remembers_only_after_the_tick_and_one_click_forgets()
    {
        var room = fixture.NewRoom();
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        await page.GetByTestId("prejoin-name").FillAsync("Ada");
        Assert.False(await page.GetByTestId("remember").IsCheckedAsync());
        await page.GetByTestId("remember").CheckAsync();
        await page.GetByTestId("prejoin-join").ClickAsync();
        await page.StateIsAsync("room");
        Assert.Equal(["sfu"], await page.EvaluateAsync<string[]>("Object.keys(localStorage)"));
        var kept = System.Text.Json.JsonDocument.Parse(await page.EvaluateAsync<string>("localStorage.sfu")).RootElement;
        Assert.Equal(["devices", "language", "name", "rooms", "taste"], kept.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("Ada", room), (kept.GetProperty("name").GetString(), Assert.Single(kept.GetProperty("rooms").EnumerateArray()).GetString()));
        await page.GetByTestId("toolbar-leave").ClickAsync();
        await page.StateIsAsync("left");

        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.StateIsAsync("prejoin");
        Assert.Equal("Ada", await page.GetByTestId("prejoin-name").InputValueAsync());
        await page.GotoAsync(fixture.Server.BaseAddress.AbsoluteUri);
        Assert.Equal(room, await page.GetByTestId("recent-room").TextContentAsync());
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(RepositoryLayout.Artifacts, "remember-home.png") });
        await page.GetByTestId("forget").ClickAsync();
        Assert.Equal(Visitor.NothingStored, await page.StorageAsync());
        Assert.Equal(0, await page.GetByTestId("recent-room").CountAsync());
    }
}
