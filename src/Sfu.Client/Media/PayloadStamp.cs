using System.Buffers.Binary;
using System.Text;

namespace Sfu.Client.Media;

/// <summary>
/// What a headless participant writes into its synthetic media, so that another one can tell whose packet it got and
/// whether a frame is whole. Real media has no stamp.
/// </summary>
/// <remarks><code>
/// | "SFUP" (4) | source (4) | frame number (4) | packet index (2) | packets in frame (2) | filler ...
/// </code></remarks>
internal readonly record struct PayloadStamp(uint Source, uint Frame, ushort Index, ushort Count)
{
    public const int Length = 16;

    private const uint Magic = 0x5346_5550; // "SFUP"
    private const int SourceOffset = 4;
    private const int FrameOffset = 8;
    private const int IndexOffset = 12;
    private const int CountOffset = 14;

    /// <summary>A number for a source that sender and receivers compute alike: FNV-1a of participant id and kind.</summary>
    public static uint SourceOf(string participantId, string kind)
    {
        var hash = 2_166_136_261u;
        foreach (var part in Encoding.UTF8.GetBytes($"{participantId}/{kind}"))
            hash = (hash ^ part) * 16_777_619u;
        return hash;
    }

    /// <summary>Fills the whole span: the stamp, then bytes that differ from packet to packet.</summary>
    public void Fill(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32BigEndian(destination, Magic);
        BinaryPrimitives.WriteUInt32BigEndian(destination[SourceOffset..], Source);
        BinaryPrimitives.WriteUInt32BigEndian(destination[FrameOffset..], Frame);
        BinaryPrimitives.WriteUInt16BigEndian(destination[IndexOffset..], Index);
        BinaryPrimitives.WriteUInt16BigEndian(destination[CountOffset..], Count);
        destination[Length..].Fill((byte)(Frame * 31 + Index));
    }

    public static bool TryRead(ReadOnlySpan<byte> data, out PayloadStamp stamp)
    {
        stamp = default;
        if (data.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(data) != Magic)
            return false;
        stamp = new PayloadStamp(
            BinaryPrimitives.ReadUInt32BigEndian(data[SourceOffset..]),
            BinaryPrimitives.ReadUInt32BigEndian(data[FrameOffset..]),
            BinaryPrimitives.ReadUInt16BigEndian(data[IndexOffset..]),
            BinaryPrimitives.ReadUInt16BigEndian(data[CountOffset..]));
        return true;
    }
}
