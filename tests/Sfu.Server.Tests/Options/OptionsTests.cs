using Microsoft.Extensions.Configuration;
using Sfu.Rooms;
using Sfu.Server.Options;

namespace Sfu.Server.Tests.Options;

public sealed class OptionsTests
{
    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var options = Read();
        Assert.Equal(10000, options.Media.Port);
        Assert.Equal(1, options.Media.Workers);
        Assert.Empty(options.Media.Advertise);
        Assert.Equal(MediaBackend.Auto, options.Media.Backend);
        Assert.Equal(3478, options.Stun.Port);
        Assert.True(options.Consent.Enabled);
        Assert.Equal(new Limits(), options.Limits);
    }

    [Fact]
    public void Every_kind_of_value_is_read_without_regard_to_case()
    {
        var options = Read(
            ("Sfu:media:PORT", "20000"), ("Sfu:Media:Advertise:0", "192.0.2.1"), ("Sfu:Media:Advertise:1", "2001:db8::1"),
            ("Sfu:Media:Backend", "SOCKET"), ("Sfu:Stun:Port", "0"), ("Sfu:Consent:Enabled", "False"), ("Sfu:DataDirectory", "/var/lib/sfu"),
            ("Sfu:Limits:ParticipantsPerRoom", "7"), ("Sfu:Rooms:Creation", "links"));
        Assert.Equal(20000, options.Media.Port);
        Assert.Equal(["192.0.2.1", "2001:db8::1"], options.Media.Advertise);
        Assert.Equal(MediaBackend.Socket, options.Media.Backend);
        Assert.Equal(0, options.Stun.Port);
        Assert.False(options.Consent.Enabled);
        Assert.Equal("/var/lib/sfu", options.DataDirectory);
        Assert.Equal(7, options.Limits.ParticipantsPerRoom);
        Assert.Equal(RoomCreation.Links, options.Rooms.Creation);
    }

    [Theory]
    [InlineData("Sfu:Medai:Port", "1", "Sfu:Medai is not a setting")]
    [InlineData("Sfu:Media:Ports", "1", "Sfu:Media:Ports is not a setting")]
    [InlineData("Sfu:Media:Port:0", "1", "Sfu:Media:Port:0 is not a setting")]
    [InlineData("Sfu:Media", "1", "Sfu:Media is a group")]
    [InlineData("Sfu:Media:Port", "abc", "Sfu:Media:Port must be a whole number from 0 to 65535, not 'abc'")]
    [InlineData("Sfu:Media:Port", "-1", "Sfu:Media:Port must be")]
    [InlineData("Sfu:Media:Port", "65536", "Sfu:Media:Port must be")]
    [InlineData("Sfu:Media:Port", "", "Sfu:Media:Port must be")]
    [InlineData("Sfu:Media:Workers", "0", "Sfu:Media:Workers must be")]
    [InlineData("Sfu:Media:Backend", "windows", "Sfu:Media:Backend must be one of auto, linux, socket, not 'windows'")]
    [InlineData("Sfu:Media:Backend", "1", "Sfu:Media:Backend must be one of")]
    [InlineData("Sfu:Consent:Enabled", "yes", "Sfu:Consent:Enabled must be true or false")]
    [InlineData("Sfu:Media:Advertise", "192.0.2.1", "Sfu:Media:Advertise is a list; write Sfu:Media:Advertise:0")]
    [InlineData("Sfu:Media:Advertise:x", "192.0.2.1", "Sfu:Media:Advertise:x is not a setting")]
    [InlineData("Sfu:Media:Advertise:0", "example.org", "Sfu:Media:Advertise:0 must be an IP address")]
    [InlineData("Sfu:Media:Advertise:0", "0.0.0.0", "Sfu:Media:Advertise:0 must be an IP address")]
    [InlineData("Sfu:Hub:AllowedOrigins:0", "portal.example", "Sfu:Hub:AllowedOrigins:0 must look like")]
    [InlineData("Sfu:Hub:AllowedOrigins:0", "https://portal.example/path", "Sfu:Hub:AllowedOrigins:0 must look like")]
    [InlineData("Sfu:Metrics:Token", "too-short", "Sfu:Metrics:Token must have 16 characters or more")]
    [InlineData("Sfu:Limits:Rooms", "0", "Sfu:Limits:Rooms must be")]
    [InlineData("Sfu:Stun:Port", "10000", "Sfu:Stun:Port 10000 is a media port already")]
    public void A_wrong_setting_stops_the_start_with_a_sentence_that_names_it(string key, string value, string complaint)
    {
        var wrong = Assert.Throws<StartException>(() => Read((key, value)));
        Assert.StartsWith(complaint, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong.Message);
    }

    [Fact]
    public void More_workers_than_ports_are_refused() =>
        Assert.Contains("Sfu:Media:Workers", Assert.Throws<StartException>(() => Read(("Sfu:Media:Port", "65530"), ("Sfu:Media:Workers", "7"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.0.0.1:0;http://[::1]:0", true)]
    [InlineData("http://localhost:1;http://192.0.2.1:1", false)]
    [InlineData("http://*:8080", false)]
    [InlineData("http://0.0.0.0:8080", false)]
    [InlineData("http://meet.example:80", false)]
    public void Knows_whether_others_can_reach_the_web_address(string urls, bool loopbackOnly) =>
        Assert.Equal(loopbackOnly, WebAddresses.AreLoopbackOnly(Configuration(("urls", urls))));

    [Fact]
    public void Ports_for_all_interfaces_count_as_reachable()
    {
        Assert.True(WebAddresses.AreLoopbackOnly(Configuration()));
        Assert.False(WebAddresses.AreLoopbackOnly(Configuration(("http_ports", "8080"))));
        Assert.False(WebAddresses.AreLoopbackOnly(Configuration(("Kestrel:Endpoints:Https:Url", "https://*:443"))));
    }

    private static SfuOptions Read(params (string Key, string Value)[] settings) => OptionsCheck.Read(Configuration(settings));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
}
