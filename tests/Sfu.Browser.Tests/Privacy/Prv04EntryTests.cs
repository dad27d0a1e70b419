using System.Text.Json;
using Microsoft.Playwright;
using Sfu.Browser.Tests.Pages;
using Sfu.Testing.Processes;

namespace Sfu.Browser.Tests.Privacy;

/// <summary>PRV-04: microphone and camera are off at entry. No link, no option, no role and nothing a moderator does opens them.</summary>
[Trait("Category", "Browser")]
[Trait("PRV", "04")]
public sealed class Prv04EntryTests(ChromiumFixture fixture) : IClassFixture<ChromiumFixture>
{
    /// <summary>What other programs' links say to open them, in the query and behind the hash.</summary>
    private static readonly string[] Tails =
    [
        "", "?mic=1&cam=1&camera=true&audio=true&video=true&autojoin=1&skipPrejoin=true", "?userdata-bbb_auto_join_audio=true&userdata-bbb_auto_share_webcam=true&listenOnlyMode=false",
        "#config.startWithAudioMuted=false&config.startWithVideoMuted=false&config.prejoinConfig.enabled=false&config.startAudioOnly=false",
        "?jwt=x#mic=on&camera=on",
    ];

    [Fact]
    public async Task No_link_no_role_and_no_command_of_a_moderator_opens_a_device()
    {
        var room = fixture.NewRoom();
        await using var owner = await HubPerson.ConnectAsync(fixture.Server.BaseAddress, "127.0.0.1");
        await owner.JoinAsync(room, "Owner");
        await using var context = await fixture.Browser.OpenContextAsync("en-GB", 1280, 800);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room).AbsoluteUri);
        await page.GetByTestId("consent-accept").ClickAsync();
        var ways = new List<string>(Tails);
        foreach (var role in new[] { "guest", "moderator", "owner" })
        {
            ways.Add("#k=" + (await owner.CallAsync("CreateLink", new { role, expiresInMinutes = 0 }))["token"]!.GetValue<string>());
        }

        foreach (var way in ways)
        {
            await page.GotoAsync("about:blank");
            await page.GotoAsync(new Uri(fixture.Server.BaseAddress, room + way).AbsoluteUri);
            await page.StateIsAsync("prejoin");
            await AssertClosedAsync(page, way);
            await page.GetByTestId("prejoin-join").ClickAsync();
            await page.StateIsAsync("room");
            await AssertClosedAsync(page, way);
            foreach (var toggle in new[] { "toolbar-mic", "toolbar-camera" })
            {
                Assert.Equal("false", await page.GetByTestId(toggle).GetAttributeAsync("aria-pressed"));
            }
        }

        await CommandEverythingAsync(owner, page);
        Assert.DoesNotContain(owner.Heard, message => message.Contains("\"mic\":true", StringComparison.Ordinal) && message.StartsWith("participant", StringComparison.Ordinal));
        Assert.DoesNotContain(owner.Heard, message => message.Contains("\"camera\":true", StringComparison.Ordinal) && message.StartsWith("participant", StringComparison.Ordinal));
    }

    /// <summary>All that an owner can say to or about somebody, against a page whose devices are off.</summary>
    private static async Task CommandEverythingAsync(HubPerson owner, IPage page)
    {
        var target = await page.Locator("[data-testid=tile][data-self=true], [data-testid=tile][data-self='']").First.GetAttributeAsync("data-participant");
        Assert.NotNull(target);
        foreach (var command in new[] { "mute", "camera-off", "stop-share", "allow-speak", "withdraw-speak", "allow-speak", "make-moderator", "take-moderator", "lower-hand" })
        {
            try
            {
                await owner.DoAsync(command, ("target", target));
            }
            catch (Sfu.Client.Hub.HubRefusedException)
            {
                // An owner cannot be demoted; what matters is that nothing opened.
            }
        }

        foreach (var speaking in new[] { "listeners", "ask", "free" })
        {
            await owner.DoAsync("change-settings", ("settings", HubPerson.Settings(("speaking", speaking), ("micAllowed", speaking != "listeners"))));
        }

        await owner.DoAsync("send-chat", ("text", "have you heard all of this?"));
        await Until.TrueAsync(() => Task.FromResult(owner.HasHeard("have you heard all of this?")), Patience.Limit, () => "the room is silent");

        // The page has answered something that came after all of that.
        await page.EvaluateAsync("() => window.sfu.stats()");
        await AssertClosedAsync(page, "commands");
    }

    private static async Task AssertClosedAsync(IPage page, string way)
    {
        var spy = await page.EvaluateAsync<JsonElement>("window.sfuSpy");
        Assert.True(spy.GetProperty("getUserMedia").GetInt32() == 0 && spy.GetProperty("getDisplayMedia").GetInt32() == 0, $"{way}: {spy}");
    }
}
