using System.Globalization;
using System.Text.Json;
using Sfu.Server.Tests.Support;
using Sfu.Wire.Sdp;

namespace Sfu.Server.Tests.Hub;

public sealed class MediaCallTests
{
    [Fact]
    public async Task The_offer_announces_what_the_media_worker_was_told()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var joined = await anna.JoinAsync("Chess", videoSlots: 5);
        var participant = NumberOf(joined);
        Assert.Equal(["a0", "a1", "a2", "a3", "a4"], joined.GetProperty("audioSlots").EnumerateArray().Select(mid => mid.GetString()));
        Assert.Equal(9, joined.GetProperty("videoSlots").GetArrayLength());
        var offer = joined.GetProperty("offer").GetString()!;
        var local = server.Media.LocalOf[participant];
        Assert.Contains($"a=ice-ufrag:{local.UsernameFragment}\r\n", offer, StringComparison.Ordinal);
        Assert.Contains($"a=ice-pwd:{local.Password}\r\n", offer, StringComparison.Ordinal);
        Assert.Contains($"a=fingerprint:{server.Media.Fingerprint}\r\n", offer, StringComparison.Ordinal);
        var slots = server.Media.SlotsOf[participant];
        uint[] ssrcs = [.. slots.Audio.Select(slot => slot.Ssrc), .. slots.Video.SelectMany(slot => new[] { slot.Ssrc, slot.RtxSsrc })];
        Assert.Equal(ssrcs.Length, ssrcs.Distinct().Count());
        Assert.All(ssrcs, ssrc => Assert.Contains($"a=ssrc:{ssrc} ", offer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_participants_share_no_stream_number_and_no_credential()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        await using var boris = await HubSocket.ConnectAsync(server);
        var one = NumberOf(await anna.JoinAsync("Chess", videoSlots: 25));
        var other = NumberOf(await boris.JoinAsync("Chess", videoSlots: 25));
        Assert.NotEqual(server.Media.LocalOf[one], server.Media.LocalOf[other]);
        Assert.Empty(server.Media.SlotsOf[one].Video.Select(slot => slot.Ssrc).Intersect(server.Media.SlotsOf[other].Video.Select(slot => slot.Ssrc)));
    }

    [Fact]
    public async Task An_answer_is_taken_once_and_again_after_an_ice_restart()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var joined = await anna.JoinAsync("Chess", videoSlots: 1);
        var participant = NumberOf(joined);
        var first = TestAnswer.To(joined.GetProperty("offer").GetString()!, "abcd");
        await anna.CallAsync("Answer", new { sdp = first });
        Assert.Equal("abcd", server.Media.RemoteOf[participant].UsernameFragment);
        Assert.Equal("answer-invalid", await anna.RefusedAsync("Answer", JsonSerializer.Serialize(new { sdp = first })));

        var before = server.Media.LocalOf[participant];
        var restart = (await anna.CallAsync("RestartIce", new { })).GetProperty("offer").GetString()!;
        Assert.NotEqual(before, server.Media.LocalOf[participant]);
        Assert.Contains($"a=ice-ufrag:{server.Media.LocalOf[participant].UsernameFragment}\r\n", restart, StringComparison.Ordinal);
        await anna.CallAsync("Answer", new { sdp = TestAnswer.To(restart, "efgh") });
        Assert.Equal("efgh", server.Media.RemoteOf[participant].UsernameFragment);
    }

    [Fact]
    public async Task A_damaged_answer_is_refused_and_a_better_one_may_follow()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var joined = await anna.JoinAsync("Chess", videoSlots: 1);
        var good = TestAnswer.To(joined.GetProperty("offer").GetString()!, "abcd");
        string[] damaged = ["", "v=0", good.Replace("a=fingerprint", "a=thumbprint", StringComparison.Ordinal), good[..(good.Length / 2)], joined.GetProperty("offer").GetString()!];
        foreach (var sdp in damaged)
        {
            Assert.Equal("answer-invalid", await anna.RefusedAsync("Answer", JsonSerializer.Serialize(new { sdp })));
        }

        Assert.Empty(server.Media.RemoteOf);
        await anna.CallAsync("Answer", new { sdp = good });
    }

    private static uint NumberOf(JsonElement joined) => uint.Parse(joined.GetProperty("participantId").GetString()!, CultureInfo.InvariantCulture);
}
