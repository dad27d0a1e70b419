using System.Buffers.Binary;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Ingress;

/// <summary>The extension elements of a publisher's packet that ingress acts on; one walk over the header finds them all.</summary>
internal ref struct IncomingExtensions
{
    public ReadOnlySpan<byte> Mid;
    public ReadOnlySpan<byte> Rid;
    public ReadOnlySpan<byte> RepairedRid;
    public ushort TransportSequence;
    public bool HasTransportSequence;

    /// <summary>Audio level or video orientation as it stood on the wire.</summary>
    public byte Level;
    public byte Orientation;
    public bool HasLevel;
    public bool HasOrientation;

    public static IncomingExtensions Read(in RtpPacketReader rtp)
    {
        var found = default(IncomingExtensions);
        var extensions = rtp.Extensions;
        while (extensions.TryReadNext(out var id, out var data))
        {
            switch (id)
            {
                case MediaProfile.MidExtensionId:
                    found.Mid = data;
                    break;
                case MediaProfile.RidExtensionId:
                    found.Rid = data;
                    break;
                case MediaProfile.RepairedRidExtensionId:
                    found.RepairedRid = data;
                    break;
                case MediaProfile.TransportSequenceExtensionId when data.Length >= sizeof(ushort):
                    found.HasTransportSequence = true;
                    found.TransportSequence = BinaryPrimitives.ReadUInt16BigEndian(data);
                    break;
                case MediaProfile.AudioLevelExtensionId when data.Length >= 1:
                    found.HasLevel = true;
                    found.Level = data[0];
                    break;
                case MediaProfile.VideoOrientationExtensionId when data.Length >= 1:
                    found.HasOrientation = true;
                    found.Orientation = data[0];
                    break;
            }
        }

        return found;
    }
}

/// <summary>A packet of one publisher stream, RTX already unwrapped.</summary>
internal ref struct IncomingPacket
{
    public ReadOnlySpan<byte> Payload;
    public IncomingExtensions Extensions;
    public uint Timestamp;
    public ushort Sequence;
    public byte PayloadType;
    public bool Marker;
    public bool IsRetransmission;
}
