using System.Net;
using Sfu.Server.Media;
using Sfu.Server.Options;

namespace Sfu.Server.Tests;

public sealed class CandidateAddressesTests
{
    [Theory]
    [InlineData("192.0.2.1", false, true)]
    [InlineData("2001:db8::1", false, true)]
    [InlineData("fd00::1", false, true)]
    [InlineData("169.254.3.4", true, false)]
    [InlineData("fe80::1", true, false)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("::1", false, false)]
    [InlineData("::1", true, true)]
    public void Link_local_addresses_are_never_told_and_loopback_only_to_this_machine(string address, bool webIsLoopbackOnly, bool isUsable) =>
        Assert.Equal(isUsable, CandidateAddresses.IsUsable(IPAddress.Parse(address), webIsLoopbackOnly));

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::1", "::1")]
    [InlineData("127.0.0.1 ::1", "127.0.0.1")]
    [InlineData("127.0.0.1 192.0.2.1", "any")]
    public void Media_listens_on_loopback_only_if_nothing_else_is_told(string advertised, string expected)
    {
        var bind = CandidateAddresses.BindAddress([.. advertised.Split(' ').Select(IPAddress.Parse)]);
        if (expected == "any")
        {
            Assert.True(bind.Equals(IPAddress.IPv6Any) || bind.Equals(IPAddress.Any));
        }
        else
        {
            Assert.Equal(IPAddress.Parse(expected), bind);
        }
    }

    [Fact]
    public void What_is_configured_is_told_and_nothing_else()
    {
        var options = new MediaOptions { Advertise = ["192.0.2.1", "2001:db8::1", "192.0.2.1"] };
        Assert.Equal([IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")], CandidateAddresses.Choose(options, webIsLoopbackOnly: true));
    }

    [Fact]
    public void An_address_the_port_does_not_hear_is_not_told()
    {
        Assert.False(CandidateAddresses.IsReachable(IPAddress.IPv6Loopback, IPAddress.Loopback));
        Assert.True(CandidateAddresses.IsReachable(IPAddress.Loopback, IPAddress.Loopback));
        Assert.False(CandidateAddresses.IsReachable(IPAddress.Parse("2001:db8::1"), IPAddress.Any));
        Assert.True(CandidateAddresses.IsReachable(IPAddress.Parse("2001:db8::1"), IPAddress.IPv6Any));
    }
}
