using System.Buffers.Binary;
using Sfu.Wire.Rtp;
using Sfu.Wire.Sdp;

namespace Sfu.Benchmarks.Srtp;

/// <summary>A packet as the server sends it: the canonical header of 28 bytes, and a payload of any bytes.</summary>
internal static class SrtpPacket
{
    public const int HeaderLength = 28;

    /// <summary>Room behind the packet for tag and SRTCP index.</summary>
    public const int Room = 64;

    public static byte[] Make(int length)
    {
        var packet = new byte[length + Room];
        packet.AsSpan().Fill(0x5A);
        RtpHeaderWriter.Write(packet, false, MediaProfile.Vp8PayloadType, 1, 90_000, 0x1234_5678);
        return packet;
    }

    public static void SetSequenceNumber(Span<byte> packet, ulong index) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[RtpHeader.SequenceNumberOffset..], (ushort)index);
}
