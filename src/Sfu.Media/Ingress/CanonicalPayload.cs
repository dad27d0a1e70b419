using Sfu.Media.Retransmission;
using Sfu.Wire.Codecs;
using Sfu.Wire.Sdp;

namespace Sfu.Media.Ingress;

/// <summary>
/// Copies payloads behind canonical headers and notes what slots rewrite or decide by: picture ids (always 15 bit wide
/// from here on), TL0PICIDX, starts of key frames and the picture's size. Owned by one publisher stream.
/// </summary>
internal struct CanonicalPayload
{
    private PictureIdWidener _pictureIds;

    /// <summary>From the last key frame that told it (VP8); 0 if unknown.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    /// <summary>False: the codec's descriptor cannot be read.</summary>
    /// <param name="packet">The canonical packet, its header already written; at least a byte longer than the payload needs.</param>
    public bool TryWrite(ReadOnlySpan<byte> payload, Span<byte> packet, ref PacketInfo info)
    {
        var destination = packet[CanonicalPacket.HeaderLength..];
        switch (info.PayloadType)
        {
            case MediaProfile.Vp8PayloadType:
                return TryWriteVp8(payload, destination, ref info);
            case MediaProfile.H264PayloadType:
                if (!H264Payload.TryRead(payload, out var h264))
                    return false;
                if (h264.IsKeyframeStart)
                    info.Flags |= PacketFlags.KeyframeStart;
                break;
        }

        payload.CopyTo(destination);
        info.Length = (ushort)(CanonicalPacket.HeaderLength + payload.Length);
        return true;
    }

    private bool TryWriteVp8(ReadOnlySpan<byte> payload, Span<byte> destination, ref PacketInfo info)
    {
        if (!Vp8Descriptor.TryRead(payload, out var descriptor))
            return false;
        var length = Vp8DescriptorWriter.CopyWithWidePictureId(payload, descriptor, destination);
        info.Length = (ushort)(CanonicalPacket.HeaderLength + length);
        if (descriptor.HasPictureId)
        {
            info.Flags |= PacketFlags.PictureId;
            info.PictureIdOffset = (byte)(CanonicalPacket.HeaderLength + descriptor.PictureIdOffset);
            info.PictureId = descriptor.PictureIdLength == 1 ? _pictureIds.Widen(descriptor.PictureId) : descriptor.PictureId;
        }

        if (descriptor.HasTl0PicIdx)
        {
            var growth = length - payload.Length;
            info.Flags |= PacketFlags.Tl0;
            info.Tl0Offset = (byte)(CanonicalPacket.HeaderLength + descriptor.Tl0PicIdxOffset + growth);
            info.Tl0 = descriptor.Tl0PicIdx;
        }

        if (!descriptor.IsKeyframeStart)
            return true;
        info.Flags |= PacketFlags.KeyframeStart;
        if (descriptor.Width > 0)
            (Width, Height) = (descriptor.Width, descriptor.Height);
        return true;
    }
}
