using System.Net.Sockets;
using Sfu.Wire;

namespace Sfu.Sockets.Udp;

/// <summary>
/// The bytes of <c>sockaddr_in</c> and <c>sockaddr_in6</c> behind their family field: the port (network order) and the address lie
/// at the same offsets on Linux, macOS and Windows.
/// </summary>
internal static class SocketAddressFormat
{
    /// <summary>sizeof(sockaddr_in), sizeof(sockaddr_in6).</summary>
    public const int IPv4Length = 16, IPv6Length = 28;

    private const int PortOffset = 2;
    private const int IPv4Offset = 4;
    private const int IPv6Offset = 8;

    public static TransportAddress Read(ReadOnlySpan<byte> socketAddress, AddressFamily family)
    {
        var port = (ushort)((socketAddress[PortOffset] << 8) | socketAddress[PortOffset + 1]);
        return family == AddressFamily.InterNetworkV6
            ? TransportAddress.From(socketAddress.Slice(IPv6Offset, 16), port)
            : TransportAddress.From(socketAddress.Slice(IPv4Offset, 4), port);
    }

    /// <summary>Writes port and address; false when an IPv6 address is to go out of an IPv4 socket.</summary>
    public static bool TryWrite(in TransportAddress address, AddressFamily family, Span<byte> socketAddress)
    {
        socketAddress[PortOffset] = (byte)(address.Port >> 8);
        socketAddress[PortOffset + 1] = (byte)address.Port;
        if (family == AddressFamily.InterNetworkV6)
        {
            address.WriteMappedAddress(socketAddress[IPv6Offset..]);
            return true;
        }

        if (!address.IsIPv4)
            return false;
        address.WriteAddress(socketAddress[IPv4Offset..]);
        return true;
    }
}
