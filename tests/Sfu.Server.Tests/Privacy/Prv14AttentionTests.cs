using System.Reflection;
using Sfu.Server.Contracts;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-14: nobody learns whether somebody looks, types or has read.</summary>
[Trait("PRV", "14")]
public sealed class Prv14AttentionTests
{
    [Fact]
    public void The_protocol_has_no_word_for_attention()
    {
        var words = typeof(IServerMethods).Assembly.GetTypes().Where(type => type.Namespace == typeof(IServerMethods).Namespace)
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(member => type.Name + "." + member.Name)).ToArray();
        Assert.True(words.Length > 200);
        Assert.All(words, word => Assert.DoesNotMatch("(?i)focus|visib|blur|attent|idle|away|typing|seenby|readby|readat|lastactive|tabhidden|engage|gaze|device(?!.*pixel)|useragent|battery", word));
    }

    /// <summary>A page that is not looked at asks for no videos, which saves data. That stays between it and the server.</summary>
    [Fact]
    public async Task The_others_do_not_hear_which_videos_somebody_has_on_her_screen()
    {
        await using var server = await RunningServer.StartAsync();
        await using var ada = await HubSocket.ConnectAsync(server);
        await using var bela = await HubSocket.ConnectAsync(server);
        await ada.EnterAsync("Ada");
        var shown = await bela.EnterAsync("Bela");
        await bela.PublishAsync(camera: true);
        await ada.NextEventAsync("participantJoined");
        await ada.NextEventAsync("participantChanged");
        await bela.DoAsync(1, "send-chat", text: "before");
        await bela.NextUpdateAsync("room", RoomWords.HasMessage);
        var heard = bela.Heard.Count;
        await ada.CallAsync("SetView", new { items = new[] { new { participantId = RoomWords.IdOf(shown), kind = "camera", width = 640, height = 360 } } });
        await ada.CallAsync("SetView", new { items = Array.Empty<object>() });
        await bela.DoAsync(2, "send-chat", text: "after");
        await bela.NextUpdateAsync("room", RoomWords.HasMessage);
        Assert.Equal(2, bela.Heard.Skip(heard).Count(message => !message.Contains("\"type\":6", StringComparison.Ordinal))); // the reply and the message itself
    }
}
