using System.Net;
using Sfu.Sockets.Udp;

namespace Sfu.Sockets.Loop;

public sealed record WorkerOptions
{
    /// <summary>Where the port listens; <see cref="IPAddress.IPv6Any"/> means both address families.</summary>
    public required IPAddress BindAddress { get; init; }

    /// <summary>UDP port, 0 for any free one.</summary>
    public required int Port { get; init; }

    /// <summary>Wanted kernel buffer per direction, bytes: 4 MiB hold about a second of a full room.</summary>
    public int SocketBufferBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Commands waiting for the loop; beyond that signalling is refused.</summary>
    public int MailboxCapacity { get; init; } = 4096;

    /// <summary>
    /// How long the loop lets datagrams gather after the first one, microseconds; 0 = not at all. The packets of a picture come some 50 us apart,
    /// and what goes out together costs a fraction of what goes out alone. It is also the delay this adds at most.
    /// </summary>
    public int GatherUs { get; init; } = 300;

    /// <summary>Which system calls move datagrams.</summary>
    public UdpBackend Backend { get; init; } = UdpBackend.Auto;
}
