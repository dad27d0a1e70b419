using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Sfu.LoadTest.Servers;

/// <summary>Where everything runs: the address media goes over, and which core is whose.</summary>
/// <param name="Address">Of an interface that is not loopback: Janus gathers no loopback candidates.</param>
/// <param name="ServerCore">The servers are pinned here.</param>
internal sealed record TestBed(IPAddress Address, int ServerCore)
{
    // The namespace is this tool's own, so any port is free.
    public const int HttpPort = 18080;
    public const int MediaPort = 10000;

    public static TestBed Find(int serverCore)
    {
        var address = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(candidate => candidate.AddressFamily == AddressFamily.InterNetwork)
            ?? throw new InvalidOperationException("There is no interface with an IPv4 address; start this through benchmarks/run.sh.");
        return new TestBed(address, serverCore);
    }
}
