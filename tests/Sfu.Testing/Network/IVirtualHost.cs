using Sfu.WebRtc;
using Sfu.Wire;

namespace Sfu.Testing.Network;

/// <summary>Protocol code without I/O behind one address of a <see cref="VirtualNetwork"/>.</summary>
public interface IVirtualHost
{
    /// <summary>When <see cref="HandleTimeout"/> wants to be called; <see cref="MonotonicTime.Never"/> if not at all.</summary>
    long NextDeadlineUs { get; }

    /// <summary>The host may write into <paramref name="datagram"/>.</summary>
    void Receive(Span<byte> datagram, in TransportAddress from, long nowUs, DatagramBatch output);

    void HandleTimeout(long nowUs, DatagramBatch output);
}
