using System.Buffers.Binary;

namespace Sfu.Wire.Codecs;

/// <summary>
/// Patches or writes VP8 payload descriptors (layout: <see cref="Vp8Descriptor"/>). A forwarder widens 7-bit picture
/// ids once at ingress, so that every later patch writes two bytes at a known offset.
/// </summary>
public static class Vp8DescriptorWriter
{
    /// <summary>Bytes of the full descriptor that <see cref="Write"/> makes.</summary>
    public const int FullLength = 6;

    /// <summary>What widening may add to a payload.</summary>
    public const int MaxGrowth = 1;

    /// <param name="at">The two bytes of a 15-bit picture id.</param>
    public static void WritePictureId(Span<byte> at, ushort pictureId) =>
        BinaryPrimitives.WriteUInt16BigEndian(at, (ushort)(Vp8Descriptor.WidePictureIdFlag << 8 | (pictureId & Vp8Descriptor.PictureIdMask)));

    /// <summary>
    /// Copies a payload and makes its picture id 15 bits wide; a payload without a picture id is copied as it is.
    /// Returns the length written; read the copy anew for its offsets.
    /// </summary>
    /// <param name="destination">At least <see cref="MaxGrowth"/> longer than <paramref name="payload"/>; must not overlap it.</param>
    public static int CopyWithWidePictureId(ReadOnlySpan<byte> payload, in Vp8Descriptor descriptor, Span<byte> destination)
    {
        if (descriptor.PictureIdLength != 1)
        {
            payload.CopyTo(destination);
            return payload.Length;
        }

        int offset = descriptor.PictureIdOffset;
        payload[..offset].CopyTo(destination);
        WritePictureId(destination[offset..], descriptor.PictureId);
        payload[(offset + 1)..].CopyTo(destination[(offset + 2)..]);
        return payload.Length + MaxGrowth;
    }

    /// <summary>Writes a descriptor with all fields (15-bit picture id, TL0PICIDX, TID, Y, KEYIDX), as Chromium does; returns its length.</summary>
    public static int Write(Span<byte> payload, bool isFrameStart, ushort pictureId, byte tl0PicIdx, byte temporalId = 0, bool isLayerSync = false, byte keyIdx = 0)
    {
        payload[0] = (byte)(Vp8Descriptor.ExtendedFlag | (isFrameStart ? Vp8Descriptor.PartitionStartFlag : 0));
        payload[Vp8Descriptor.ExtensionOffset] = Vp8Descriptor.PictureIdFlag | Vp8Descriptor.Tl0PicIdxFlag | Vp8Descriptor.TemporalIdFlag | Vp8Descriptor.KeyIdxFlag;
        WritePictureId(payload[2..], pictureId);
        payload[4] = tl0PicIdx;
        payload[5] = (byte)(temporalId << Vp8Descriptor.TemporalIdShift | (isLayerSync ? Vp8Descriptor.LayerSyncFlag : 0) | (keyIdx & Vp8Descriptor.KeyIdxMask));
        return FullLength;
    }
}
