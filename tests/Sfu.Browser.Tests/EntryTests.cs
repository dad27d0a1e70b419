using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests;

[Trait("Category", "Browser")]
public sealed class EntryTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task Nothing_is_captured_before_a_click_and_mic_and_camera_are_off_at_entry()
    {
        await using var person = await fixture.NewPersonAsync("Ada");
        await person.OpenAsync(fixture.Server.BaseAddress, fixture.NewRoom());
        Assert.Equal(0, (await person.SpyAsync()).GetUserMedia);

        await person.JoinAsync();

        Assert.False(await person.IsPressedAsync("toolbar-mic"));
        Assert.False(await person.IsPressedAsync("toolbar-camera"));
        Assert.False(await person.IsPressedAsync("toolbar-screen"));
        Assert.Equal(0, (await person.SpyAsync()).GetUserMedia);
        Assert.Equal(0, (await person.SpyAsync()).GetDisplayMedia);
        var self = Assert.Single(await person.TilesAsync());
        Assert.Equal(("Ada", true, "off", "off", false), (self.Name, self.IsSelf, self.Mic, self.Camera, self.ShowsVideo));

        await person.TurnAsync("mic", true);
        Assert.Equal(1, (await person.SpyAsync()).GetUserMedia);
    }

    [Fact]
    public async Task The_start_page_leads_into_the_named_room()
    {
        await using var person = await fixture.NewPersonAsync("Ada");
        await person.Page.OpenAsync(fixture.Server.BaseAddress);
        await person.UntilAsync(async () => await person.StateAsync() is "home" or "consent", Patience.Limit, "shows the start page");
        if (await person.StateAsync() == "consent") { await person.Page.ClickAsync("consent-accept"); }
        await person.Page.FillAsync("home-room", "Board meeting");
        await person.Page.ClickAsync("home-start");
        await person.UntilAsync(async () => await person.StateAsync() == "prejoin", Patience.Limit, "stands before the room");
        Assert.Contains("board", (await person.Page.EvaluateAsync("location.pathname")).GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_asks_no_other_origin_and_complains_about_nothing()
    {
        await using var person = await fixture.NewPersonAsync("Ada");
        await person.EnterWithCameraAndMicAsync(fixture.Server.BaseAddress, fixture.NewRoom());
        await person.LeaveAsync();

        var foreign = person.Page.RequestedAddresses.Where(address =>
            !address.StartsWith("data:", StringComparison.Ordinal) && !address.StartsWith("blob:", StringComparison.Ordinal)
            && new Uri(address).Authority != fixture.Server.BaseAddress.Authority);
        Assert.Empty(foreign);
        Assert.NotEmpty(person.Page.RequestedAddresses);
        Assert.Empty(person.Page.Complaints);
    }
}
