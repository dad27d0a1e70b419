using System.Text.Json;
using Sfu.Server.Tests.Support;

namespace Sfu.Server.Tests.Privacy;

/// <summary>
/// PRV-02: media is encrypted, with no way around it. The ciphers themselves are held against the RFCs, OpenSSL and libsrtp in
/// DtlsHandshakeTests, OpenSslDtlsTests, SrtpRoundTripTests and LibsrtpTests; here: nothing else can be agreed on.
/// </summary>
[Trait("PRV", "02")]
public sealed class Prv02MediaEncryptionTests
{
    [Fact]
    public async Task The_offer_knows_DTLS_SRTP_with_a_SHA_256_fingerprint_and_nothing_else()
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var offer = (await anna.JoinAsync("Chess", "Anna")).GetProperty("offer").GetString()!.Split("\r\n");
        var sections = offer.Where(line => line.StartsWith("m=", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(sections);
        Assert.All(sections, section => Assert.Contains(" UDP/TLS/RTP/SAVPF ", section, StringComparison.Ordinal));
        var fingerprints = offer.Where(line => line.StartsWith("a=fingerprint:", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(fingerprints);
        Assert.All(fingerprints, fingerprint => Assert.StartsWith("a=fingerprint:sha-256 ", fingerprint, StringComparison.Ordinal));
        Assert.DoesNotContain(offer, line => line.StartsWith("a=crypto:", StringComparison.Ordinal) || line.StartsWith("k=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a=fingerprint:", "a=nothing:")]
    [InlineData("UDP/TLS/RTP/SAVPF", "RTP/AVPF")]
    [InlineData("UDP/TLS/RTP/SAVPF", "RTP/SAVPF")]
    [InlineData("a=fingerprint:sha-256", "a=fingerprint:md5")]
    public async Task An_answer_that_wants_less_is_refused(string what, string instead)
    {
        await using var server = await RunningServer.StartAsync();
        await using var anna = await HubSocket.ConnectAsync(server);
        var offer = (await anna.JoinAsync("Chess", "Anna")).GetProperty("offer").GetString()!;
        var answer = TestAnswer.To(offer);
        Assert.Contains(what, answer, StringComparison.Ordinal);
        var weaker = answer.Replace(what, instead, StringComparison.Ordinal);
        Assert.Equal("answer-invalid", await anna.RefusedAsync("Answer", JsonSerializer.Serialize(new { sdp = weaker })));
        await anna.CallAsync("Answer", new { sdp = answer });
    }
}
