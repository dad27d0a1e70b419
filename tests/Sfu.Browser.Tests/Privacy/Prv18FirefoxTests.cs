using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-04, 18, 22 and 24 over a whole meeting in Firefox.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "18")]
public sealed class Prv18FirefoxTests
{
    [Fact]
    public async Task A_whole_meeting_in_Firefox_asks_no_other_origin_and_stores_nothing_and_no_device_before_a_click()
    {
        await using var host = await NetworkNamespace.CreateAsync();

        // Its second way in, a socket in the file system, counts as an address that others may reach: a room would want the code.
        await using var server = await ServerProcess.StartAsync(host, "--Sfu:Rooms:Creation=open");
        await using (var page = await FirefoxPage.StartAsync(host))
        {
            var fox = new RoomPage(page, "Fox");
            await page.OpenAsync(new Uri(server.BaseAddress, "fox"));
            await fox.UntilAsync(async () => await fox.StateAsync() == "consent", Patience.Limit, "shows the text first");
            Assert.Equal(Visitor.NothingStored, (await page.EvaluateAsync(Visitor.StorageScript)).GetString());
            Assert.Equal((0, 0), ((await fox.SpyAsync()).GetUserMedia, (await fox.SpyAsync()).PeerConnections));

            await page.ClickAsync("consent-accept");
            await fox.UntilAsync(async () => await fox.StateAsync() == "prejoin", Patience.Limit, "may enter");
            await page.FillAsync("prejoin-name", "Fox");
            await fox.JoinAsync();
            Assert.Equal((0, 0), ((await fox.SpyAsync()).GetUserMedia, (await fox.SpyAsync()).GetDisplayMedia));
            await fox.TurnAsync("mic", true);
            await fox.TurnAsync("camera", true);
            Assert.Equal("sfu.stay", (await page.EvaluateAsync("[...Object.keys(localStorage), ...Object.keys(sessionStorage)].join()")).GetString());
            await fox.LeaveAsync();
            Assert.Equal(Visitor.NothingStored, (await page.EvaluateAsync(Visitor.StorageScript)).GetString());

            Assert.Contains(page.RequestedAddresses, address => address.EndsWith("/app/main.js", StringComparison.Ordinal));
            Assert.All(page.RequestedAddresses, address => Assert.True(
                address.StartsWith("data:", StringComparison.Ordinal) || address.StartsWith("blob:", StringComparison.Ordinal)
                || new Uri(address).Authority == server.BaseAddress.Authority, address));
            Assert.DoesNotContain(page.Complaints, complaint => complaint.Contains("Content-Security-Policy", StringComparison.Ordinal));
        }

        await server.StopAsync();
    }
}
