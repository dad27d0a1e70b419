using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Sfu.Browser.Tests.Pages;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>
/// PRV-22 in frames of other sites under HTTPS, in Chromium: the consent is kept in a cookie of that site's own jar. Three names of one
/// machine, because for a browser names make sites.
/// </summary>
[Trait("Category", "Browser")]
[Trait("PRV", "22")]
public sealed class Prv22PartitionedCookieTests
{
    [Fact]
    public async Task A_frame_keeps_the_consent_for_its_site_alone()
    {
        var folder = Directory.CreateTempSubdirectory("sfu-prv22-");
        using var certificate = SecureClubPage.MakeCertificate("meet.test", "club.test", "portal.test");
        var path = Path.Combine(folder.FullName, "server.pfx");
        await File.WriteAllBytesAsync(path, certificate.Export(X509ContentType.Pkcs12));
        var port = OwnServer.FreePort();
        await using var sites = new SecureClubPage(certificate, $"https://meet.test:{port}/framed");
        var (club, portal) = ($"https://club.test:{sites.Port}", $"https://portal.test:{sites.Port}");
        await using var server = await OwnServer.StartAsync(
            [], "--urls", $"https://127.0.0.1:{port}", "--Kestrel:Certificates:Default:Path=" + path, $"--Sfu:Media:Port={OwnServer.FreePort(SocketType.Dgram)}",
            "--Sfu:Pages:FrameAncestors:0=" + club, "--Sfu:Pages:FrameAncestors:1=" + portal, $"--Sfu:DataDirectory={folder.FullName}/data");
        await using var browser = await ChromiumBrowser.StartAsync(null, false, "--host-resolver-rules=MAP *.test 127.0.0.1", "--ignore-certificate-errors");
        await using (var context = await browser.OpenContextAsync("en-GB", 1280, 800))
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(club);
            var frame = page.FrameLocator("iframe");
            await frame.GetByTestId("consent-accept").ClickAsync();
            await frame.GetByTestId("prejoin-join").ClickAsync();
            await frame.GetByTestId("toolbar-leave").WaitForAsync();
            var cookie = Assert.Single(await context.CookiesAsync());
            Assert.Equal(("sfu_consent", "meet.test", true, true, "None"), (cookie.Name, cookie.Domain, cookie.Secure, cookie.HttpOnly, cookie.SameSite.ToString()));
            Assert.Contains("club.test", cookie.PartitionKey ?? "", StringComparison.Ordinal);

            // The same site again: not asked, and the hub opens by the cookie alone.
            await page.GotoAsync(club);
            await frame.GetByTestId("prejoin-join").ClickAsync();
            await frame.GetByTestId("toolbar-leave").WaitForAsync();

            // Another site's frame, and the page by itself, know nothing of it.
            await page.GotoAsync(portal);
            await frame.GetByTestId("consent-accept").WaitForAsync();
            await page.GotoAsync($"https://meet.test:{port}/framed");
            await page.StateIsAsync("consent");
        }

        await server.StopAsync();
        folder.Delete(recursive: true);
    }
}
