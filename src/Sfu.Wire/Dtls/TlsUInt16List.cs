using System.Buffers.Binary;

namespace Sfu.Wire.Dtls;

/// <summary>A list of two-byte code points as a hello carries it: cipher suites, groups, signature schemes, SRTP profiles.</summary>
public readonly ref struct TlsUInt16List
{
    private readonly ReadOnlySpan<byte> _bytes;

    private TlsUInt16List(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int Count => _bytes.Length / 2;

    public ushort this[int index] => BinaryPrimitives.ReadUInt16BigEndian(_bytes[(index * 2)..]);

    /// <summary>False for an odd number of bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TlsUInt16List list)
    {
        list = new TlsUInt16List(bytes);
        return bytes.Length % 2 == 0;
    }

    public bool Contains(ushort value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (this[i] == value)
                return true;
        }

        return false;
    }
}
