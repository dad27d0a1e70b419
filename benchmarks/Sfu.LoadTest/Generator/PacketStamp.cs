using System.Buffers.Binary;

namespace Sfu.LoadTest.Generator;

/// <summary>
/// The last bytes of every synthetic payload: whose packet it is, its number among that source's, and when it was sent.
/// At the end, so that a receiver needs not know the codec in front of it.
/// </summary>
/// <remarks><code>
/// filler ... | "SFLT" (4) | source (4) | number (8) | sent at, realtime ns (8) |
/// </code></remarks>
internal readonly record struct PacketStamp(int Source, long Number, long SentNs)
{
    public const int Length = 24;

    private const uint Magic = 0x5346_4C54;
    private const int SourceOffset = 4, NumberOffset = 8, SentOffset = 16;

    public void Write(Span<byte> payload)
    {
        var stamp = payload[^Length..];
        BinaryPrimitives.WriteUInt32BigEndian(stamp, Magic);
        BinaryPrimitives.WriteInt32BigEndian(stamp[SourceOffset..], Source);
        BinaryPrimitives.WriteInt64BigEndian(stamp[NumberOffset..], Number);
        BinaryPrimitives.WriteInt64BigEndian(stamp[SentOffset..], SentNs);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out PacketStamp stamp)
    {
        stamp = default;
        if (payload.Length < Length)
            return false;
        var bytes = payload[^Length..];
        if (BinaryPrimitives.ReadUInt32BigEndian(bytes) != Magic)
            return false;
        stamp = new PacketStamp(
            BinaryPrimitives.ReadInt32BigEndian(bytes[SourceOffset..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[NumberOffset..]),
            BinaryPrimitives.ReadInt64BigEndian(bytes[SentOffset..]));
        return true;
    }
}
