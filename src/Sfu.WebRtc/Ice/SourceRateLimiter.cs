using System.Buffers.Binary;
using Sfu.Wire;

namespace Sfu.WebRtc.Ice;

/// <summary>
/// A rate limit per network (IPv4 /24, IPv6 /64) in fixed memory, 32 KiB. Networks that hash to the same cell share it;
/// <see cref="HashCode"/> is seeded per process, so nobody can choose a neighbour. Owned by one loop.
/// </summary>
internal sealed class SourceRateLimiter(RateLimit limit)
{
    private const int CellCount = 4096; // a power of two
    private const int IPv4Offset = 12; // in the mapped form
    private const int IPv4HostBits = 8;

    private readonly long[] _paidUntilUs = new long[CellCount];

    public bool TryTake(in TransportAddress source, long nowUs)
    {
        Span<byte> bytes = stackalloc byte[16];
        source.WriteMappedAddress(bytes);
        var network = source.IsIPv4
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes[IPv4Offset..]) >> IPv4HostBits
            : BinaryPrimitives.ReadUInt64BigEndian(bytes);
        return limit.TryTake(ref _paidUntilUs[HashCode.Combine(network, source.IsIPv4) & (CellCount - 1)], nowUs);
    }
}
