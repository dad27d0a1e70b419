using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Sfu.Server.Options;

namespace Sfu.Server.Media;

/// <summary>
/// Which addresses go into the offers: the configured ones, or those of the interfaces that are up. Link-local ones are useless to
/// others. Loopback addresses are told only when the web address is loopback too, that is when browser and server share a machine.
/// </summary>
internal static class CandidateAddresses
{
    public static IReadOnlyList<IPAddress> Choose(MediaOptions options, bool webIsLoopbackOnly)
    {
        if (options.Advertise.Count > 0)
        {
            return [.. options.Advertise.Select(IPAddress.Parse).Distinct()];
        }

        var usable = InterfaceAddresses().Where(address => IsUsable(address, webIsLoopbackOnly)).Distinct().ToList();
        return usable.Count > 0
            ? usable
            : throw new StartException("No network interface has an address for media; set Sfu:Media:Advertise:0 to the one browsers can reach.");
    }

    /// <summary>Where the media port listens: on loopback only if nothing else is told to anybody.</summary>
    public static IPAddress BindAddress(IReadOnlyList<IPAddress> advertised)
    {
        if (!advertised.All(IPAddress.IsLoopback))
        {
            return Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any;
        }

        if (advertised.All(address => address.Equals(IPAddress.IPv6Loopback)))
        {
            return IPAddress.IPv6Loopback;
        }

        // One socket cannot listen on both loopback addresses, so the offers have to keep to the one that it has.
        return IPAddress.Loopback;
    }

    /// <summary>Whether packets to an address arrive at a port that listens on <paramref name="bind"/>.</summary>
    public static bool IsReachable(IPAddress address, IPAddress bind) =>
        bind.Equals(IPAddress.IPv6Any) || (bind.Equals(IPAddress.Any) ? address.AddressFamily == AddressFamily.InterNetwork : IPAddress.IsLoopback(address) && address.AddressFamily == bind.AddressFamily);

    internal static bool IsUsable(IPAddress address, bool webIsLoopbackOnly)
    {
        if (IPAddress.IsLoopback(address))
        {
            return webIsLoopbackOnly;
        }

        var isLinkLocal = address.IsIPv6LinkLocal
            || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
        return !isLinkLocal && !address.IsIPv6Multicast && !address.IsIPv6SiteLocal;
    }

    private static IEnumerable<IPAddress> InterfaceAddresses() =>
        from network in NetworkInterface.GetAllNetworkInterfaces()
        where network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown
        from unicast in network.GetIPProperties().UnicastAddresses
        select unicast.Address;
}
