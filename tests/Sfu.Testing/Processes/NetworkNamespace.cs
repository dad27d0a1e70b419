using System.Globalization;

namespace Sfu.Testing.Processes;

/// <summary>
/// A host of its own for peers that refuse to use 127.0.0.1 (Firefox and GStreamer gather nothing without an address and a
/// default route): a network namespace with one end of a veth pair, whose other end sits in a second namespace as the gateway.
/// Nothing is routed further. Needs root. Names are unique per process, and both namespaces go away with the object.
/// </summary>
public sealed class NetworkNamespace : IAsyncDisposable
{
    private static int _made;

    private readonly string _gatewayName;

    private NetworkNamespace(string name)
    {
        Name = name;
        _gatewayName = name + "g";
    }

    public string Name { get; }

    /// <summary>From the range for tests between hosts (RFC 2544 §C.2.2); it exists only inside this namespace.</summary>
    public string Address => "198.18.0.1";

    public static async Task<NetworkNamespace> CreateAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new InvalidOperationException("This test makes a network namespace, which needs root: run the tests as root.");
        }

        var number = Interlocked.Increment(ref _made);
        var made = new NetworkNamespace(string.Create(CultureInfo.InvariantCulture, $"sfu{Environment.ProcessId}n{number}"));
        try
        {
            await IpAsync($"netns add {made.Name}");
            await IpAsync($"netns add {made._gatewayName}");
            await IpAsync($"-n {made.Name} link add host type veth peer name gateway netns {made._gatewayName}");
            await IpAsync($"-n {made.Name} address add {made.Address}/30 dev host");
            await IpAsync($"-n {made._gatewayName} address add 198.18.0.2/30 dev gateway");
            await IpAsync($"-n {made.Name} link set lo up");
            await IpAsync($"-n {made.Name} link set host up");
            await IpAsync($"-n {made._gatewayName} link set gateway up");
            await IpAsync($"-n {made.Name} route add default via 198.18.0.2");
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        var existing = await ChildProcess.RunAsync("ip", "netns", "list");
        foreach (var name in new[] { Name, _gatewayName })
        {
            if (existing.Split('\n').Any(line => line.Split(' ')[0] == name)) { await IpAsync($"netns delete {name}"); }
        }
    }

    private static Task<string> IpAsync(string arguments) => ChildProcess.RunAsync("ip", arguments.Split(' '));
}
