using Sfu.Server.Contracts;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-27: what is shared is chosen in the browser's own picker, and nobody can reach into another's machine.</summary>
[Trait("PRV", "27")]
public sealed class Prv27ScreenShareTests
{
    [Fact]
    public void The_protocol_carries_no_input_for_another_machine()
    {
        var words = typeof(IServerMethods).Assembly.GetTypes().Where(type => type.Namespace == typeof(IServerMethods).Namespace)
            .SelectMany(type => type.GetMembers().Select(member => type.Name + "." + member.Name)).ToArray();
        Assert.NotEmpty(words);
        Assert.All(words, word => Assert.DoesNotMatch("(?i)remotecontrol|keypress|keydown|mouse|pointer|click|clipboard|inject|scroll|cursor", word));
    }

    /// <summary>
    /// One place asks for a screen, without naming which; no captured-surface control, and no data channel but the empty one by which the
    /// self-test makes a browser ask for its own address, of a connection that has no other side.
    /// </summary>
    [Fact]
    public void The_page_asks_the_browser_for_a_screen_in_one_place_and_opens_no_channel_for_input()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, "src", "web", "src"), "*.ts*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetFileName(path), Text: File.ReadAllText(path))).ToArray();
        Assert.True(sources.Length > 20);
        Assert.Equal(["capture.ts"], sources.Where(source => source.Text.Contains("getDisplayMedia(", StringComparison.Ordinal)).Select(source => source.Name));
        Assert.Equal(["stun.ts"], sources.Where(source => source.Text.Contains("createDataChannel", StringComparison.Ordinal)).Select(source => source.Name));
        Assert.DoesNotContain("setRemoteDescription", sources.Single(source => source.Name == "stun.ts").Text, StringComparison.Ordinal);
        Assert.All(sources, source => Assert.DoesNotMatch(@"ondatachannel|CaptureController|forwardWheel|chromeMediaSource|preferCurrentTab\s*:\s*true", source.Text));
    }
}
