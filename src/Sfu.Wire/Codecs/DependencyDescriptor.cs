using System.Buffers.Binary;

namespace Sfu.Wire.Codecs;

/// <summary>
/// The dependency descriptor header extension ("RTP Payload Format For AV1" §A.8.3), which browsers send for every codec
/// when layers are in use. These are the fields of each packet; templates are in <see cref="DependencyStructure"/>.
/// </summary>
/// <remarks><code>
/// |S|E| template id (6) |  frame number (16)          |   always
/// |T|A|D|F|C| structure, active decode targets, custom dependencies ...   only with more than three bytes
/// </code></remarks>
public readonly struct DependencyDescriptor
{
    public const int MandatoryLength = 3;

    private const byte StartFlag = 0x80;
    private const byte EndFlag = 0x40;
    private const byte TemplateIdMask = 0x3F;
    private const int FrameNumberOffset = 1;
    private const int ExtendedFlagsOffset = 3;
    private const byte StructureFlag = 0x80;
    private const byte ActiveDecodeTargetsFlag = 0x40;
    internal const int ExtendedFlagsBits = 5;

    private DependencyDescriptor(byte first, ushort frameNumber, byte extendedFlags)
    {
        IsFrameStart = (first & StartFlag) != 0;
        IsFrameEnd = (first & EndFlag) != 0;
        TemplateId = (byte)(first & TemplateIdMask);
        FrameNumber = frameNumber;
        HasStructure = (extendedFlags & StructureFlag) != 0;
        HasActiveDecodeTargets = (extendedFlags & ActiveDecodeTargetsFlag) != 0;
    }

    public bool IsFrameStart { get; }

    public bool IsFrameEnd { get; }

    public byte TemplateId { get; }

    public ushort FrameNumber { get; }

    /// <summary>The packet brings the templates; senders do so on the first packet of each key frame.</summary>
    public bool HasStructure { get; }

    public bool HasActiveDecodeTargets { get; }

    public bool IsKeyframeStart => IsFrameStart && HasStructure;

    /// <summary>False: shorter than its mandatory fields. The extended fields are not checked: see <see cref="DependencyStructure.TryRead"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> data, out DependencyDescriptor descriptor)
    {
        descriptor = default;
        if (data.Length < MandatoryLength)
            return false;
        descriptor = new DependencyDescriptor(
            data[0],
            BinaryPrimitives.ReadUInt16BigEndian(data[FrameNumberOffset..]),
            data.Length > MandatoryLength ? data[ExtendedFlagsOffset] : (byte)0);
        return true;
    }
}
