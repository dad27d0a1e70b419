namespace Sfu.Wire.Rtcp;

/// <summary>
/// Walks the packets of a compound or reduced-size RTCP datagram (RFC 3550 §6.1, RFC 5506). Types nobody knows are
/// handed out like any other; what cannot be read ends the walk and leaves the packets before it valid.
/// </summary>
public ref struct RtcpCompoundReader(ReadOnlySpan<byte> compound)
{
    private ReadOnlySpan<byte> _rest = compound;

    /// <summary>True once the walk has ended before the datagram did.</summary>
    public bool IsMalformed { get; private set; }

    public bool TryReadNext(out RtcpPacketReader packet)
    {
        packet = default;
        if (_rest.IsEmpty)
            return false;
        if (!RtcpPacketReader.TryRead(_rest, out packet))
        {
            IsMalformed = true;
            _rest = default;
            return false;
        }

        _rest = _rest[packet.Packet.Length..];
        return true;
    }
}
