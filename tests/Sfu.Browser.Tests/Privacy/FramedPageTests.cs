using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-22 in a frame of another site, over plain HTTP, where browsers keep no cookie for it.</summary>
[Trait("Category", "Browser")]
public sealed class FramedPageTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    [Fact]
    public async Task Where_a_frame_keeps_no_cookie_the_text_is_asked_at_each_entry_and_the_hub_opens()
    {
        await using var club = new ClubPage();
        await using var server = await ServerProcess.StartAsync(null, "--Sfu:Pages:FrameAncestors:0=" + club.Origin);
        club.Show($"<iframe width=1200 height=700 allow='camera; microphone' src='{server.BaseAddress}framed'></iframe>");
        await using (var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800))
        {
            var page = await context.NewPageAsync();
            for (var entry = 0; entry < 2; entry++)
            {
                await page.GotoAsync(club.Origin);
                var frame = page.FrameLocator("iframe");
                await frame.GetByTestId("consent-accept").ClickAsync();
                await frame.GetByTestId("prejoin-join").ClickAsync();
                await frame.GetByTestId("toolbar-leave").WaitForAsync();
            }
        }

        await server.StopAsync();
    }
}
