using System.Buffers.Binary;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Ingress;

/// <summary>
/// The one header layout that every packet has from ingress on, whatever its sender put into it. Header-extension ids and
/// payload types are the same in every offer, so a subscriber's packet differs from it only in the fields marked *.
/// </summary>
/// <remarks><code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |V=2|0|1| CC=1  |M*     PT      |       sequence number*        |  0
/// |                           timestamp*                          |  4
/// |                             SSRC*                             |  8
/// |                    CSRC: number of the source                 | 12
/// |            0xBEDE             |            length 2           | 16
/// | 4 | 1 (mid)   |           two characters*     | 1 or 7 | 0    | 20   (RFC 8285 §4.2: id, length - 1)
/// |     value     |                    zeros                      | 24   audio level or orientation; zeros = padding
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                            payload ...                        | 28
/// </code></remarks>
internal static class CanonicalPacket
{
    public const int HeaderLength = 28;
    public const int MidOffset = 21;
    public const int MidLength = 2;

    private const int ExtensionOffset = 16;
    private const int MidHeaderOffset = 20;
    private const int ValueHeaderOffset = 23;
    private const int ValueOffset = 24;
    private const ushort ExtensionWords = 2;
    private const byte FirstByte = (RtpHeader.Version << RtpHeader.VersionShift) | RtpHeader.ExtensionFlag | 1;

    /// <summary>Writes the header with everything a subscriber overwrites left at the publisher's value or zero.</summary>
    public static void WriteHeader(Span<byte> packet, in IncomingPacket incoming, uint sourceId)
    {
        var header = packet[..HeaderLength];
        RtpHeaderWriter.Write(header, incoming.Marker, incoming.PayloadType, incoming.Sequence, incoming.Timestamp, 0);
        header[RtpHeader.FlagsOffset] = FirstByte;
        RtpHeaderWriter.WriteCsrc(header, 0, sourceId);
        BinaryPrimitives.WriteUInt16BigEndian(header[ExtensionOffset..], RtpHeader.OneByteProfile);
        BinaryPrimitives.WriteUInt16BigEndian(header[(ExtensionOffset + sizeof(ushort))..], ExtensionWords);
        header[MidHeaderOffset..].Clear();
        header[MidHeaderOffset] = OneByteHeader(MediaProfile.MidExtensionId, MidLength);

        if (incoming.Extensions.HasLevel)
        {
            header[ValueHeaderOffset] = OneByteHeader(MediaProfile.AudioLevelExtensionId, 1);
            header[ValueOffset] = incoming.Extensions.Level;
        }
        else if (incoming.Extensions.HasOrientation)
        {
            header[ValueHeaderOffset] = OneByteHeader(MediaProfile.VideoOrientationExtensionId, 1);
            header[ValueOffset] = incoming.Extensions.Orientation;
        }
    }

    private static byte OneByteHeader(byte id, int length) => (byte)(id << 4 | (length - 1));
}
