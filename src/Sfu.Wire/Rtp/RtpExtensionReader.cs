namespace Sfu.Wire.Rtp;

/// <summary>
/// Walks the elements of an RTP header extension (RFC 8285). Browsers use the one-byte profile and change to the
/// two-byte profile for packets with an element over 16 bytes, so both occur within one stream.
/// </summary>
/// <remarks><code>
/// one-byte:  |  ID   | len-1 |  data (1 to 16 bytes) ...        id 0 = padding byte, id 15 = stop
/// two-byte:  |      ID       |      len      |  data (0 to 255 bytes) ...    id 0 = padding byte
/// </code></remarks>
public ref struct RtpExtensionReader
{
    private const int OneByteIdShift = 4;
    private const byte OneByteLengthMask = 0x0F;
    private const byte OneByteStopId = 15;

    private readonly bool _twoByte;
    private ReadOnlySpan<byte> _rest;

    /// <param name="profile">The 16 bits in front of the length; anything but the profiles of RFC 8285 has no elements.</param>
    public RtpExtensionReader(ushort profile, ReadOnlySpan<byte> data)
    {
        _twoByte = (profile & RtpHeader.TwoByteProfileMask) == RtpHeader.TwoByteProfile;
        _rest = _twoByte || profile == RtpHeader.OneByteProfile ? data : default;
    }

    /// <summary>False: no further element, or the next one reaches past the end; what came before stays valid (RFC 8285 §4.2).</summary>
    public bool TryReadNext(out byte id, out ReadOnlySpan<byte> data)
    {
        while (!_rest.IsEmpty && _rest[0] == 0)
            _rest = _rest[1..];

        if (_twoByte ? TryReadTwoByte(out id, out data) : TryReadOneByte(out id, out data))
            return true;

        _rest = default;
        data = default;
        return false;
    }

    private bool TryReadOneByte(out byte id, out ReadOnlySpan<byte> data)
    {
        id = 0;
        data = default;
        if (_rest.IsEmpty)
            return false;

        id = (byte)(_rest[0] >> OneByteIdShift);
        var length = (_rest[0] & OneByteLengthMask) + 1;
        // Id 0 with a length ends the list, as id 15 does (RFC 8285 §4.2).
        if (id is 0 or OneByteStopId || _rest.Length < 1 + length)
            return false;
        data = _rest.Slice(1, length);
        _rest = _rest[(1 + length)..];
        return true;
    }

    private bool TryReadTwoByte(out byte id, out ReadOnlySpan<byte> data)
    {
        const int Header = 2;
        id = 0;
        data = default;
        if (_rest.Length < Header)
            return false;

        id = _rest[0];
        var length = _rest[1];
        if (_rest.Length < Header + length)
            return false;
        data = _rest.Slice(Header, length);
        _rest = _rest[(Header + length)..];
        return true;
    }
}
