using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Sfu.Server.Limiting;

/// <summary>
/// Knows addresses again without keeping them: hashes under a key that ends with the process, IPv6 ones by their /64, which is what one
/// household has. Singleton.
/// </summary>
internal sealed class AddressMarks
{
    private const int Ipv6NetworkBytes = 8;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Null for loopback: behind a proxy on the same machine everybody has that address.</summary>
    public UInt128? Of(IPAddress? address) => address is null || IPAddress.IsLoopback(address) ? null : Hash(_key, address, "");

    public static UInt128 Hash(byte[] key, IPAddress? address, string scope)
    {
        var ip = address is null ? [] : address.IsIPv4MappedToIPv6 ? address.MapToIPv4().GetAddressBytes() : address.GetAddressBytes();
        var network = address?.AddressFamily == AddressFamily.InterNetworkV6 && ip.Length > 4 ? ip.AsSpan(0, Ipv6NetworkBytes) : ip;
        return BinaryPrimitives.ReadUInt128LittleEndian(HMACSHA256.HashData(key, (byte[])[(byte)network.Length, .. network, .. Encoding.UTF8.GetBytes(scope)]));
    }
}
