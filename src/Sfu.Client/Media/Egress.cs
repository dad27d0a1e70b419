using Sfu.WebRtc;
using Sfu.WebRtc.Srtp;
using Sfu.Wire;

namespace Sfu.Client.Media;

/// <summary>
/// Where all streams of one participant put their packets: keys, destination and the transport-wide sequence number.
/// Owned by the participant's loop.
/// </summary>
internal sealed class Egress(SrtpSender sender, TransportAddress destination, DatagramBatch output, RandomDrop drop)
{
    private ushort _transportSequence;

    public TransportAddress Destination { get; set; } = destination;

    /// <summary>What an RTP packet may take before protection.</summary>
    public int MaxPacketLength => DatagramBatch.MaxDatagramLength - sender.MaxOverhead;

    /// <summary>The number of the next packet, of whichever stream.</summary>
    public ushort NextTransportSequence() => _transportSequence++;

    /// <summary>Room to write one packet into; nothing is sent until one of the other methods is called.</summary>
    public Span<byte> Reserve() => output.Reserve();

    public void SendRtp(Span<byte> packet, int headerLength, int length, uint rolloverCounter)
    {
        var protectedLength = sender.ProtectRtp(packet, headerLength, length, rolloverCounter);
        if (!drop.Next())
            output.Commit(protectedLength, Destination);
    }

    public void SendRtcp(Span<byte> packet, int length) => output.Commit(sender.ProtectRtcp(packet, length), Destination);
}
