namespace Sfu.Wire.Stun;

/// <summary>
/// CRC-32 of ISO 3309, as STUN's FINGERPRINT wants it (RFC 8489 §14.7). The framework keeps its own behind a package;
/// a byte-wise table does for messages of about 100 bytes.
/// </summary>
internal static class Crc32
{
    private const uint ReflectedPolynomial = 0xEDB8_8320;

    private static readonly uint[] Table = BuildTable();

    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] BuildTable()
    {
        var table = new uint[256];
        for (var index = 0u; index < table.Length; index++)
        {
            var crc = index;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ ReflectedPolynomial;
            table[index] = crc;
        }

        return table;
    }
}
