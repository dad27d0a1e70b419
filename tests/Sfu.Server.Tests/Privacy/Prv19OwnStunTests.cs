using System.Text.Json;
using System.Text.RegularExpressions;
using Sfu.Server.Tests.Support;
using Sfu.Testing.Processes;

namespace Sfu.Server.Tests.Privacy;

/// <summary>PRV-19: the only STUN server anybody is ever asked to use is this one. That offers name no other address is shown in Prv20AddressTests.</summary>
[Trait("PRV", "19")]
public sealed class Prv19OwnStunTests
{
    /// <summary>The call's connection has no ICE servers at all; the self-test asks those addresses that the server names.</summary>
    [Fact]
    public void The_page_builds_a_STUN_address_in_one_place_and_names_none()
    {
        var sources = Directory.EnumerateFiles(Path.Combine(RepositoryLayout.Root, "src", "web", "src"), "*.ts*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetFileName(path), Text: File.ReadAllText(path))).ToArray();
        Assert.True(sources.Length > 20);
        Assert.Equal(["stun.ts"], sources.Where(source => Regex.IsMatch(source.Text, "iceServers|stuns?:|turns?:", RegexOptions.CultureInvariant)).Select(source => source.Name));
        var stun = sources.Single(source => source.Name == "stun.ts").Text;
        Assert.All(Regex.Matches(stun, "(stuns?|turns?):.", RegexOptions.CultureInvariant), found => Assert.Equal("stun:$", found.Value));
    }

    [Fact]
    public async Task The_addresses_for_the_self_test_are_the_servers_own()
    {
        await using var server = await RealServer.StartAsync("--Sfu:Consent:Enabled=false");
        using var http = new HttpClient();
        var ports = JsonDocument.Parse(await http.GetStringAsync(new Uri(server.Address, "/selftest/ports"))).RootElement;
        Assert.Equal(["127.0.0.1"], ports.GetProperty("addresses").EnumerateArray().Select(address => address.GetString()));
        Assert.InRange(Assert.Single(ports.GetProperty("media").EnumerateArray()).GetInt32(), 1, 65535);
    }
}
