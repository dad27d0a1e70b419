using System.Text.RegularExpressions;
using Sfu.Client;
using Sfu.Server.Tests.Support;
using Sfu.Wire.Sdp;
using static Sfu.Server.Tests.Support.RoomWords;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-19 and PRV-20: whoever listens to all the server says learns no address but the server's.</summary>
[Trait("PRV", "20")]
public sealed partial class Prv20AddressTests
{
    private const string AdaComesFrom = "127.77.66.55";
    private const string BelaComesFrom = "127.77.66.44";
    private const string InAdasAnswer = "192.0.2.177";

    [Fact]
    public async Task Nobody_hears_anothers_address_credentials_or_key()
    {
        await using var server = await RunningServer.StartAsync();
        await using var ada = await HubSocket.ConnectAsync(server.Address, from: AdaComesFrom);
        await using var bela = await HubSocket.ConnectAsync(server.Address, from: BelaComesFrom);
        var joined = await ada.EnterAsync("Ada");
        var answer = AnswerTo(joined.GetProperty("offer").GetString()!);
        await ada.CallAsync("Answer", new { sdp = answer });
        Assert.Equal("AdasFragment", server.Media.RemoteOf[NumberOf(joined)].UsernameFragment);
        await bela.EnterAsync("Bela");
        await ada.PublishAsync(mic: true, camera: true);
        await ada.DoAsync(1, "send-chat", text: "hello");
        await ada.SetAsync(2, new { lobby = true });
        await using (var knocker = await HubSocket.ConnectAsync(server.Address, from: "127.77.66.33"))
        {
            Assert.Equal("waiting", await knocker.KeptOutAsync("Knocker"));
            await ada.NextUpdateAsync("room", update => ActionOf(update) == "knocked");
        }

        ada.Abort();
        await Eventually.Holds(() => bela.Heard.Any(message => message.Contains("\"reconnecting\":true", StringComparison.Ordinal)));

        Assert.NotEmpty(bela.Heard);
        foreach (var secret in new[] { AdaComesFrom, InAdasAnswer, "AdasFragment", "AdasPasswordThatIsLongEnough", "AB:AB:AB" })
        {
            Assert.Contains(secret, answer + AdaComesFrom, StringComparison.Ordinal);
            Assert.All(bela.Heard, message => Assert.DoesNotContain(secret, message, StringComparison.Ordinal));
        }

        Assert.All(ada.Heard, message => Assert.DoesNotContain("127.77.66.33", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_offer_names_the_server_and_nobody_else()
    {
        await using var server = await RealServer.StartAsync("--Sfu:Consent:Enabled=false");
        await using var ada = await HeadlessParticipant.JoinAsync(server.Address, "Chess", "Ada");
        await using var bela = await HubSocket.ConnectAsync(server.Address);
        var joined = await bela.EnterAsync("Bela");
        var restarted = await bela.CallAsync("RestartIce", new { });
        foreach (var offer in new[] { joined.GetProperty("offer").GetString()!, restarted.GetProperty("offer").GetString()! })
        {
            var candidates = Candidate().Matches(offer);
            Assert.NotEmpty(candidates);
            Assert.All(candidates, candidate => Assert.Equal(("127.0.0.1", "host"), (candidate.Groups["address"].Value, candidate.Groups["type"].Value)));
            Assert.Single(candidates.Select(candidate => candidate.Groups["port"].Value).Distinct());
            Assert.DoesNotMatch("(?i)stun:|turn:|raddr|srflx|relay", offer);
        }
    }

    /// <summary>What a browser would answer, with its own address in it.</summary>
    private static string AnswerTo(string offer)
    {
        Assert.True(SdpOfferReader.TryRead(offer, out var read, out var reason), reason);
        var answer = SdpAnswerWriter.Write(read, new SdpAnswerParameters
        {
            SessionId = 1,
            SessionVersion = 1,
            IceUfrag = "AdasFragment",
            IcePassword = "AdasPasswordThatIsLongEnough",
            Fingerprint = new SdpFingerprint("sha-256", [.. Enumerable.Repeat<byte>(0xAB, 32)]),
        });
        return answer.Replace("a=mid:mic\r\n", $"a=mid:mic\r\na=candidate:1 1 udp 2130706431 {InAdasAnswer} 51234 typ host\r\n", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"a=candidate:\S+ \d udp \d+ (?<address>\S+) (?<port>\d+) typ (?<type>\w+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Candidate();
}
